import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { planRules } from "./plan-rules.ts";

/** `severity name` of each `finding("severity", "name", …)` in the room's code. */
function emitted(): string[] {
  const files = globSync("**/*.ts", { cwd: import.meta.dirname, exclude: ["**/*.test.ts"] });
  const code = files.map((file) => readFileSync(join(import.meta.dirname, file), "utf8")).join("\n");
  return [...code.matchAll(/finding\(\s*"(\w+)",\s*"([a-z-]+)"/g)].map(
    ([, severity, name]) => `${severity} ${name}`,
  );
}

it("describes every finding of the room, at its worst severity, and no other", () => {
  const found = new Set(emitted());
  // Milder where a run command says how to start.
  found.delete("warning no-language");
  expect(planRules.map(({ severity, name }) => `${severity} ${name}`).sort()).toEqual([...found].sort());
});
