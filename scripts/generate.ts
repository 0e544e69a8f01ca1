import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rulesPage } from "../platform/src/check/rules-page.ts";
import { planRules } from "../platform/src/plan/plan-rules.ts";
import { sourceRules } from "../platform/src/source/index.ts";
import { jsonSchema, specFieldsPage } from "../platform/src/spec/index.ts";
import { checkGolden, corpusDirectory, corpusGolden, readCorpus, type CorpusSpec } from "./corpus.ts";

// `npm run generate` writes what is made from code; `--check` fails if a file is out of date; `--corpus` also writes
// the golden file of rule problems, which its reader must then judge.
const root = path.resolve(import.meta.dirname, "..");
const isCheck = process.argv.includes("--check");

interface Generated {
  /** Relative to the repository. */
  readonly file: string;
  readonly make: () => string;
}

const generated: readonly Generated[] = [
  { file: "docs/spec-fields.md", make: specFieldsPage },
  { file: "docs/rules.md", make: makeRulesPage },
  { file: "docs/app-spec.schema.json", make: () => `${JSON.stringify(jsonSchema(), null, 2)}\n` },
  ...(process.argv.includes("--corpus")
    ? [
        { file: "test/golden/corpus-rules.json", make: () => makeGolden(corpusGolden) },
        { file: "test/golden/corpus-checks.json", make: () => makeGolden(checkGolden) },
      ]
    : []),
];

for (const { file, make } of generated) {
  const target = path.join(root, file);
  const text = make();
  if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
  if (isCheck) {
    console.error(`${file} is out of date; run \`npm run generate\` and commit it`);
    process.exitCode = 1;
  } else {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    console.log(`wrote ${file}`);
  }
}

function makeGolden(golden: (specs: readonly CorpusSpec[]) => unknown): string {
  return `${JSON.stringify(golden(readCorpus(corpusDirectory(root))), null, 2)}\n`;
}

function makeRulesPage(): string {
  return rulesPage({ "Where the sources are": sourceRules, "What is made of it here": planRules });
}
