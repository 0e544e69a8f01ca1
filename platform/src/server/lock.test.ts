import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLock } from "./lock.ts";

const script = (file: string, then: string): string[] => [
  "--input-type=module",
  "--eval",
  `import { takeLock } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
   const lock = takeLock(${JSON.stringify(file)});
   console.log(lock ? "held" : "taken");
   ${then}`,
];

describe("the lock of a home", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "ashore-lock-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is had by one process at a time", () => {
    const file = join(directory, "lock.db");
    const lock = takeLock(file);
    expect(execFileSync(process.execPath, script(file, ""), { encoding: "utf8" }).trim()).toBe("taken");
    lock?.release();
    expect(execFileSync(process.execPath, script(file, ""), { encoding: "utf8" }).trim()).toBe("held");
  });

  it("is free again after its holder was killed", async () => {
    const file = join(directory, "lock.db");
    const holder = spawn(process.execPath, script(file, "setInterval(() => {}, 1000);"));
    await once(holder.stdout, "data");
    expect(takeLock(file)).toBeUndefined();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const lock = takeLock(file);
    expect(lock).toBeDefined();
    lock?.release();
  });
});
