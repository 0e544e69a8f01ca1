import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findSpec, SPEC_PATHS } from "./find-spec.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ashore-find-spec-"));
  await mkdir(join(directory, ".do"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("findSpec", () => {
  it("prefers the earlier name whenever both are there", async () => {
    for (const path of SPEC_PATHS.toReversed()) {
      await writeFile(join(directory, path), "name: app\n");
      expect(await findSpec(directory)).toBe(join(directory, path));
    }
  });

  it("names specs that stand elsewhere when there is none in the usual places", async () => {
    for (const [place, name] of [
      [".do", "app.dev.yaml"],
      ["backend/.do", "app.yaml"],
      ["node_modules/x", "app.yaml"],
      ["config", "database.yml"],
    ] as const) {
      await mkdir(join(directory, place), { recursive: true });
      await writeFile(join(directory, place, name), "name: app\n");
    }
    await expect(findSpec(directory)).rejects.toMatchObject({
      code: "SPEC_NOT_FOUND",
      hint: "name one of these with --spec: .do/app.dev.yaml, backend/.do/app.yaml",
    });
  });

  it("names the spec of a directory above, and where to run", async () => {
    const below = join(directory, "src", "deep");
    await mkdir(below, { recursive: true });
    const spec = join(directory, ".do", "app.yaml");
    await writeFile(spec, "name: app\n");
    await expect(findSpec(below)).rejects.toMatchObject({
      code: "SPEC_NOT_FOUND",
      hint: `${spec} is the spec of a directory above; run it there or use -C ${directory}`,
    });
  });

  it("does not take .do for the directory of its spec", async () => {
    const spec = join(directory, ".do", "app.yaml");
    await mkdir(join(directory, ".do"), { recursive: true });
    await writeFile(spec, "name: app\n");
    await expect(findSpec(join(directory, ".do"))).rejects.toMatchObject({
      hint: `${spec} is the spec of a directory above; run it there or use -C ${directory}`,
    });
  });

  it("lists what it looked for when there is no spec", async () => {
    await expect(findSpec(directory)).rejects.toMatchObject({
      code: "SPEC_NOT_FOUND",
      fault: "usage",
      hint: expect.stringContaining(
        ".do/app.yaml, .do/app.yml, app.yaml, .do/deploy.template.yaml",
      ) as string,
    });
  });
});
