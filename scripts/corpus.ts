import { readFileSync } from "node:fs";
import path from "node:path";
import { checkApp } from "../platform/src/check/index.ts";
import { parseSpec } from "../platform/src/spec/index.ts";
import type { ParsedSpec } from "../platform/src/spec/index.ts";

/** One real spec of the corpus, with what doctl's parser says of it. */
export interface CorpusSpec {
  readonly file: string;
  readonly text: string;
  readonly verdict: "valid" | "valid with unknown fields" | "invalid";
  /** Why it is not valid, e.g. `wrong type: services is a map, wants []*AppServiceSpec; unknown fields: …`. */
  readonly why: string;
  readonly parsed: ParsedSpec;
}

/** ASHORE_CORPUS, else the corpus beside the repository. */
export function corpusDirectory(root: string): string {
  return process.env["ASHORE_CORPUS"] ?? path.resolve(root, "../shared/corpus");
}

export function readCorpus(directory: string): readonly CorpusSpec[] {
  const [, ...rows] = readFileSync(path.join(directory, "manifest.tsv"), "utf8").trimEnd().split("\n");
  return rows.map((row) => {
    const [file = "", , , , verdict = "", why = ""] = row.split("\t");
    const text = readFileSync(path.join(directory, "specs", file), "utf8");
    return { file, text, verdict: verdict as CorpusSpec["verdict"], why, parsed: parseSpec(text) };
  });
}

/** By file: its rule problems in one line each. Files without any have an empty list. */
export function corpusGolden(specs: readonly CorpusSpec[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    specs.map(({ file, parsed }) => [
      file,
      parsed.problems
        .filter(({ layer }) => layer === "rule")
        .map(({ severity, rule, field, message }) => `${severity} ${rule} ${field}: ${message}`),
    ]),
  );
}

/** By file, of the valid specs that have any: what the rules of `check` say of the spec without its sources. */
export function checkGolden(specs: readonly CorpusSpec[]): Readonly<Record<string, readonly string[]>> {
  const told = specs.flatMap(({ file, verdict, parsed: { spec, locate } }) => {
    if (verdict !== "valid" || spec === null) return [];
    const lines = checkApp(spec, null, locate).map(
      ({ severity, rule, field, message }) => `${severity} ${rule} ${field}: ${message}`,
    );
    return lines.length === 0 ? [] : [[file, lines] as const];
  });
  return Object.fromEntries(told);
}
