import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { formatProblem } from "../platform/src/base/problem.ts";
import type { Problem } from "../platform/src/base/problem.ts";
import { completeSpec, parseSpec, printSpec } from "../platform/src/spec/index.ts";
import { app } from "../platform/src/spec/schema/app.ts";
import { checkGolden, corpusDirectory, corpusGolden, readCorpus } from "../scripts/corpus.ts";

const root = path.resolve(import.meta.dirname, "..");
const directory = corpusDirectory(root);
const isHere = existsSync(path.join(directory, "manifest.tsv"));
if (!isHere) process.stderr.write(`skipped: no corpus in ${directory}; set ASHORE_CORPUS to its folder\n`);
const specs = isHere ? readCorpus(directory) : [];
const valid = specs.filter((spec) => spec.verdict === "valid");
const refused = specs.filter((spec) => spec.verdict !== "valid");

describe.skipIf(!isHere)("the corpus of real specs", () => {
  test("has specs of each verdict", () => {
    expect(valid.length).toBeGreaterThan(150);
    expect(refused.length).toBeGreaterThan(5);
  });

  test.each(valid)("finds no parse problem in $file", ({ parsed }) => {
    expect(parseProblems(parsed.problems).map(formatProblem)).toEqual([]);
    expect(parsed.spec).not.toBeNull();
  });

  test.each(refused)("names the field and the reason in $file: $why", ({ parsed, why }) => {
    const found = parseProblems(parsed.problems);
    for (const reason of reasonsOf(why)) expect(found).toContainEqual(expect.objectContaining(reason));
  });

  test.each(specs)("gives each problem of $file a place in the text", ({ parsed, text }) => {
    const lines = text.split("\n").length;
    for (const { position } of parsed.problems) {
      expect(position?.line).toBeGreaterThanOrEqual(1);
      expect(position?.line).toBeLessThanOrEqual(lines);
    }
  });

  test.each(specs)("makes of $file what the schema describes", ({ parsed }) => {
    const issues = app.safeParse(parsed.spec).error?.issues ?? [];
    // Limits are told by a rule; a wrong type here would be a fault of the reader.
    expect(issues.filter(({ code }) => !/^(too_small|too_big|invalid_format)$/.test(code))).toEqual([]);
  });

  test.each(specs)("prints $file so that it reads back the same", ({ parsed }) => {
    const spec = parsed.spec!;
    for (const format of ["yaml", "json"] as const) {
      const again = parseSpec(printSpec(spec, format));
      expect(parseProblems(again.problems)).toEqual([]);
      expect(again.spec).toEqual(spec);
    }
  });

  test.each(specs)("completes $file once and for all", ({ parsed }) => {
    const completed = completeSpec(parsed.spec!);
    expect(completeSpec(completed)).toEqual(completed);
  });

  test.each([
    ["of the spec", "corpus-rules.json", corpusGolden],
    ["of check", "corpus-checks.json", checkGolden],
  ])("finds with the rules %s what was read and found right", (_, name, tell) => {
    const golden: unknown = JSON.parse(readFileSync(path.join(root, "test/golden", name), "utf8"));
    expect(tell(specs)).toEqual(golden);
  });
});

function parseProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ layer }) => layer === "parse");
}

/** `wrong type: services is a map, wants …; unknown fields: a[].b, c` as matchers of problems. */
function reasonsOf(why: string): readonly object[] {
  return why.split("; ").flatMap((part): readonly object[] => {
    const wrong = /^wrong type: (\S+) is (a \w+), wants/.exec(part);
    if (wrong) {
      const [, field = "", what = ""] = wrong;
      const message: unknown = expect.stringMatching(new RegExp(`^is ${what}, not `));
      return [{ field: fieldLike(field), message }];
    }
    const names = part.replace(/^unknown fields: /, "").split(", ");
    return names.map((name) => ({ field: fieldLike(name), rule: "unknown-field" }));
  });
}

function fieldLike(path: string): unknown {
  const pattern = path.replaceAll(".", "\\.").replaceAll("[]", "\\[\\d+\\]");
  return expect.stringMatching(new RegExp(`^${pattern}$`));
}
