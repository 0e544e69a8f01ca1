import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gatherValues, lookUp, readValueSources } from "./env-file.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashore-env-"));
});

afterEach(() => rm(directory, { recursive: true }));

test("prefers --env-file to ashore.env to the environment", async () => {
  const named = path.join(directory, "prod.env");
  await writeFile(named, '\uFEFFA="from file" # why\r\n');
  await writeFile(path.join(directory, "ashore.env"), "A=beside\nB=beside\n");
  const sources = await readValueSources(directory, named, { A: "env", B: "env", C: "env" });
  expect(["A", "B", "C", "D"].map((name) => lookUp(name, sources))).toEqual([
    "from file",
    "beside",
    "env",
    undefined,
  ]);
});

test("does without ashore.env but not without a named file", async () => {
  await expect(readValueSources(directory, undefined, {})).resolves.toHaveLength(3);
  const missing = path.join(directory, "none.env");
  await expect(readValueSources(directory, missing, {})).rejects.toMatchObject({
    code: "ENV_FILE_UNREADABLE",
    fault: "usage",
    message: `${missing} cannot be read: it does not exist`,
  });
});

test("takes the first source that has a value, an empty one included, and never one that was not asked for", () => {
  const sources = [{ A: "file" }, { A: "beside", B: "" }, { B: "env", HOME: "/root" }];
  expect(gatherValues(["A", "B", "C", "toString"], sources)).toEqual({ A: "file", B: "" });
});
