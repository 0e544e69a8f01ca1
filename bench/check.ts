import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkApp } from "../platform/src/check/index.ts";
import { readFacts } from "../platform/src/source/index.ts";
import { parseSpec } from "../platform/src/spec/index.ts";
import { summary, timed } from "./machine.ts";

const ROUNDS = 15;
const LINES = 500;
const FILES = 2000;

/** `check` in process: a spec of 500 lines (goal 100 ms), and the same with 2,000 files of code beside it. */
export async function checkTimes(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "ashore-bench-"));
  try {
    const text = longSpec();
    console.log(
      `check of a spec of ${text.split("\n").length} lines: ${summary(await times(() => judge(text, null)))} (goal 100 ms)`,
    );
    writeSources(directory);
    const withSources = await times(() => judge(text, directory));
    console.log(`the same with ${FILES} files of code, read anew each time: ${summary(withSources)}`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function judge(text: string, directory: string | null): Promise<void> {
  const { spec, locate } = parseSpec(text);
  if (spec === null) throw new Error("The spec does not parse");
  const options = directory === null ? null : { directory, cloneRoot: join(directory, "clones"), env: {} };
  const read = options && (await readFacts(spec, options));
  checkApp(spec, read?.facts ?? null, locate);
}

async function times(work: () => Promise<void>): Promise<number[]> {
  await work();
  const measured: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) measured.push(await timed(work));
  return measured;
}

function longSpec(): string {
  const service = (index: number): string[] => [
    `- name: service-${index}`,
    "  git: { repo_clone_url: https://example.com/shop.git, branch: main }",
    `  http_port: ${8000 + index}`,
    "  run_command: node server.js --port 8080 && echo done",
    "  health_check:",
    "    http_path: /healthy",
    "  envs:",
    ...Array.from({ length: 8 }, (_, key) => [
      `  - key: VALUE_${index}_${key}`,
      `    value: "\${db.HOSTNAME}:\${service-${index}.PRIVATE_PORT}"`,
      "    scope: RUN_TIME",
    ]).flat(),
    "  routes:",
    `  - path: /service-${index}`,
  ];
  const lines = ["name: shop", "databases:", "- name: db", "  engine: PG", "services:"];
  for (let index = 0; lines.length < LINES; index += 1) lines.push(...service(index));
  return lines.join("\n");
}

function writeSources(directory: string): void {
  mkdirSync(join(directory, "src"));
  const code = Array.from({ length: 60 }, (_, line) =>
    line < 2
      ? `const value${line} = process.env.VALUE_${line}; // a comment`
      : `const value${line} = make("${line}");`,
  );
  writeFileSync(join(directory, "package.json"), '{"name":"shop","scripts":{"start":"node server.js"}}');
  for (let file = 0; file < FILES; file += 1)
    writeFileSync(join(directory, "src", `part-${file}.js`), code.join("\n"));
}

if (import.meta.main) await checkTimes();
