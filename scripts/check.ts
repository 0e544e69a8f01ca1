import { spawn } from "node:child_process";

// `npm run check`: everything that must hold before a push, in under a minute. Two at a time; the output of a step
// is shown when it has ended, so that steps do not mix.
const AT_ONCE = 2;
const steps: readonly (readonly [name: string, argv: readonly [string, ...string[]]])[] = [
  ["unit tests", ["vitest", "run", "--project", "unit", "--reporter", "dot"]],
  ["lint", ["eslint", "--cache", "--cache-location", "node_modules/.cache/eslint/", "."]],
  ["types", ["tsc", "-p", "tsconfig.json"]],
  ["format", ["prettier", "--check", "--log-level", "warn", "."]],
  [
    "doors",
    [
      "depcruise",
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err",
      "platform/src",
      "dashboard/src",
      "dashboard/console/src",
    ],
  ],
  ["unused", ["knip"]],
  ["generated", ["node", "scripts/generate.ts", "--check"]],
];

const failed: string[] = [];
const waiting = [...steps];
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(failed.length === 0 ? "All is well" : `Failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, argv] = next;
    const started = Date.now();
    const { code, output } = await run(argv);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    if (code !== 0) failed.push(name);
    console.log(`${code === 0 ? "ok" : "FAILED"} ${name} (${seconds} s)${code === 0 ? "" : `\n${output}`}`);
  }
}

function run([program, ...args]: readonly [string, ...string[]]): Promise<{
  code: number | null;
  output: string;
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
