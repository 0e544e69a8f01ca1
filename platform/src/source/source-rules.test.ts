import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sourceRules } from "./source-rules.ts";

/** `severity name` of each problem in the room's code: `rule("severity", "name", …)` or an object with both. */
function emitted(): string[] {
  const files = globSync("**/*.ts", { cwd: import.meta.dirname, exclude: ["**/*.test.ts"] });
  const code = files.map((file) => readFileSync(join(import.meta.dirname, file), "utf8")).join("\n");
  const pattern = /(?:\brule\(|severity: )"(\w+)",\s*(?:rule: )?"([a-z-]+)"/g;
  return [...code.matchAll(pattern)].map(([, severity, name]) => `${severity} ${name}`);
}

it("describes every problem of the room, with its severity, and no other", () => {
  const told = sourceRules.map(({ severity, name }) => `${severity} ${name}`);
  expect(told.sort()).toEqual([...new Set(emitted())].sort());
});
