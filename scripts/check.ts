import { spawnSync } from "node:child_process";

// `npm run check`: everything that must hold before a push, in under a minute.
const steps: readonly (readonly [string, readonly string[]])[] = [
  ["types", ["tsc", "-p", "tsconfig.json"]],
  ["format", ["prettier", "--check", "--log-level", "warn", "."]],
  ["lint", ["eslint", "--cache", "--cache-location", "node_modules/.cache/eslint/", "."]],
  ["doors", ["depcruise", "--config", ".dependency-cruiser.cjs", "--output-type", "err", "platform/src"]],
  ["unused", ["knip"]],
  ["generated", ["node", "scripts/generate.ts", "--check"]],
  ["unit tests", ["vitest", "run", "--project", "unit"]],
];

const failed: string[] = [];
for (const [name, [program = "", ...args]] of steps) {
  const started = Date.now();
  const outcome = spawnSync(program, args, { stdio: "inherit" });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const verdict = outcome.status === 0 ? "ok" : "FAILED";
  console.log(`${verdict.padEnd(6)} ${name} (${seconds} s)`);
  if (outcome.status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.log(`\nFailed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
