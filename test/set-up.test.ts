import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "./kit.ts";

const script = join(repository, "scripts", "set-up.js");

describe("the set-up", () => {
  it("does nothing and says nothing the second time", () => {
    execFileSync(process.execPath, [script]);
    expect(execFileSync(process.execPath, [script], { encoding: "utf8" })).toBe("");
  });

  it("names what is missing and the command to run where it may not install it", () => {
    const empty = mkdtempSync(join(tmpdir(), "ashore-path-"));
    try {
      const outcome = spawnSync(process.execPath, [script], { encoding: "utf8", env: { PATH: empty } });
      expect(outcome.status).toBe(1);
      expect(outcome.stdout).toMatch(/missing .*a Redis server.*git.*Python/);
      expect(outcome.stderr).toMatch(/please run this, then try again:\n.*install .*redis/);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
