import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeWhole } from "./write-whole.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ashore-write-"));
});
afterEach(() => rm(directory, { recursive: true }));

it("lets many write one file at once, and leaves one text whole and nothing beside it", async () => {
  const file = join(directory, "list.json");
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(texts.map((text) => writeWhole(file, text)));
  expect(texts).toContain(await readFile(file, "utf8"));
  expect(await readdir(directory)).toEqual(["list.json"]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it("leaves nothing behind when it cannot write", async () => {
  await expect(writeWhole(join(directory, "away", "list.json"), "x")).rejects.toThrow("ENOENT");
  expect(await readdir(directory)).toEqual([]);
});
