import type { Position, Problem } from "../base/problem.ts";
import type { AppSpec } from "./app-spec.ts";
import { decode } from "./parse/decode.ts";
import { isAtOrBelow } from "./parse/field-path.ts";
import type { Mismatch } from "./parse/mismatch.ts";
import { readText } from "./parse/read-text.ts";
import type { Entry, MapTree, TextFault, Tree } from "./parse/tree.ts";
import { checkRules } from "./rules.ts";
import { app } from "./schema/app.ts";

export interface ParsedSpec {
  /** Null only if the text is broken or holds no map; else whatever could be taken, problems or not. */
  readonly spec: AppSpec | null;
  /** Of both layers, in the order of the text. */
  readonly problems: readonly Problem[];
  /** Where a field such as `services[0].envs[2].value` stands, or the closest one around it. */
  readonly locate: (field: string) => Position | undefined;
}

/** Reads an app spec from YAML or JSON, bare or below `spec:`, and finds every problem that the text shows. */
export function parseSpec(text: string, options: { readonly file?: string } = {}): ParsedSpec {
  const { tree, faults } = readText(text);
  const place = placer(options.file);
  const faultProblems = faults.map((fault) => place(faultDraft(fault, ""), fault.at));
  if (tree === null) return { spec: null, problems: faultProblems, locate: () => undefined };
  const map = mapOf(tree);
  if (map === null) {
    return {
      spec: null,
      problems: [...faultProblems, place(notAMap(tree), tree.at)],
      locate: () => undefined,
    };
  }
  const { root, strays } = unwrap(map);
  const { value, mismatches, broken, places } = decode(app, root);
  // The decoder made it from the very schema that the type is inferred from.
  const spec = value as AppSpec;
  const findings = checkRules(spec).filter(({ field }) => !broken.some((path) => isAtOrBelow(field, path)));
  const problems = [
    ...faults.map((fault) => place(faultDraft(fault, places.fieldAt(fault.at)), fault.at)),
    ...strays.map((entry) => place(strayDraft(entry.key), entry.keyAt)),
    ...[...mismatches, ...findings].map((draft) => place(draft, places.locate(draft.field))),
  ];
  return { spec, problems: problems.sort(byPosition), locate: (field) => places.locate(field) };
}

function placer(file: string | undefined) {
  return (draft: Mismatch, position: Position | undefined): Problem => ({
    ...draft,
    ...(file !== undefined && { file }),
    ...(position !== undefined && { position }),
  });
}

/** An empty text is an empty spec, as it is for doctl. */
function mapOf(tree: Tree): MapTree | null {
  if (tree.kind === "map") return tree;
  const isEmpty = tree.kind === "scalar" && tree.value === null;
  return isEmpty ? { kind: "map", entries: [], at: tree.at } : null;
}

/** Templates hold the spec below `spec:`; it is taken so in any file. */
function unwrap(map: MapTree): { root: MapTree; strays: readonly Entry[] } {
  const wrapper = map.entries.find((entry) => entry.key === "spec");
  if (wrapper?.value.kind !== "map") return { root: map, strays: [] };
  return { root: wrapper.value, strays: map.entries.filter((entry) => entry !== wrapper) };
}

// Broken text is refused by doctl; doubtful text it takes without a word.
function faultDraft(fault: TextFault, field: string): Mismatch {
  const { severity, rule, message, hint } = fault;
  return { layer: severity === "error" ? "parse" : "rule", severity, rule, field, message, hint };
}

function strayDraft(key: string): Mismatch {
  return {
    layer: "parse",
    severity: "warning",
    rule: "beside-wrapper",
    field: key,
    message: "stands beside spec: and is not read",
    hint: "move it below spec: or remove it",
  };
}

function notAMap(tree: Tree): Mismatch {
  return {
    layer: "parse",
    severity: "error",
    rule: "wrong-type",
    field: "",
    message: `the file holds a ${tree.kind === "list" ? "list" : "single value"}, not a map`,
    hint: "start with name: and the components, e.g. services:",
  };
}

function byPosition(a: Problem, b: Problem): number {
  const lines = (a.position?.line ?? 0) - (b.position?.line ?? 0);
  return lines === 0 ? (a.position?.column ?? 0) - (b.position?.column ?? 0) : lines;
}
