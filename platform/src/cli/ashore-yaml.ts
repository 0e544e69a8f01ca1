import { isMap, isScalar, LineCounter, parseDocument, type Node, type Pair } from "yaml";
import type { Position, Problem } from "../base/problem.ts";
import { lookUp, type Values } from "./env-file.ts";
import { fillUrl, literalPassword } from "./attached-url.ts";

/** What stands beside the spec in `ashore.yaml`, variables filled in. */
export interface AshoreYaml {
  /** Database name → URL. */
  readonly attach: Readonly<Record<string, string>>;
  /** Rules whose warnings and notices are not shown. */
  readonly silence: readonly Silence[];
}

export interface Silence {
  readonly rule: string;
  /** Why its author does not want to see it, for whoever reads the file next. */
  readonly reason: string;
  /** Where it is said. */
  readonly file: string;
  readonly position: Position;
}

/** Rule of the problem that a variable has no value here. */
export const MISSING_VALUE = "ashore-yaml-value";

interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly sources: readonly Values[];
  readonly problems: Problem[];
}

/** `file` is only named in problems; `sources` fill in `${NAME}`, first match wins. */
export function parseAshoreYaml(
  text: string,
  file: string,
  sources: readonly Values[],
): AshoreYaml & { problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const reading: Reading = { file, lines, sources, problems: [] };
  for (const error of document.errors) complainAt(reading, error.pos[0])("", error.message);
  const found: { attach: Record<string, string>; silence: Silence[] } = { attach: {}, silence: [] };
  if (document.errors.length > 0 || document.contents === null)
    return { ...found, problems: reading.problems };
  if (!isMap(document.contents)) complainAt(reading, 0)("", "the file must hold the keys attach and silence");
  else
    for (const pair of document.contents.items) {
      const key = keyOf(pair);
      if (key === "attach") found.attach = readAttach(reading, pair);
      else if (key === "silence") found.silence = readSilence(reading, pair);
      else complainAt(reading, offsetOf(pair.key))(key, "unknown key", "known are attach and silence");
    }
  return { ...found, problems: reading.problems };
}

function readAttach(reading: Reading, pair: Pair): Record<string, string> {
  const attach: Record<string, string> = {};
  if (isEmpty(pair.value)) return attach;
  if (!isMap(pair.value)) {
    complainAt(reading, offsetOf(pair.value))("attach", "must map names of databases to URLs");
    return attach;
  }
  for (const entry of pair.value.items) {
    const url = readUrl(reading, entry);
    if (url !== undefined) attach[keyOf(entry)] = url;
  }
  return attach;
}

function readUrl(reading: Reading, entry: Pair): string | undefined {
  const field = `attach.${keyOf(entry)}`;
  const offset = offsetOf(entry.value);
  const text = isScalar(entry.value) ? entry.value.value : undefined;
  if (typeof text !== "string" || text === "") {
    complainAt(reading, offset)(field, "must be the URL of a database");
    return undefined;
  }
  if (literalPassword(text)) {
    complainAt(reading, offset)(field, "holds a password", "name a variable of .do/ashore.env: ${NAME}");
    return undefined;
  }
  const { url, missing } = fillUrl(text, (name) => lookUp(name, reading.sources));
  for (const name of missing)
    reading.problems.push({ ...missingValue(name), field, ...placeOf(reading, offset) });
  if (missing.length > 0) return undefined;
  if (!URL.canParse(url))
    complainAt(reading, offset)(field, "is not a URL", "e.g. postgresql://user@host:5432/name");
  return url;
}

function readSilence(reading: Reading, pair: Pair): Silence[] {
  if (isEmpty(pair.value)) return [];
  if (!isMap(pair.value)) {
    const hint = "e.g. silence: { health-check-missing: the proxy before it checks }";
    complainAt(reading, offsetOf(pair.value))("silence", "must map names of rules to reasons", hint);
    return [];
  }
  return pair.value.items.flatMap((entry) => {
    const rule = keyOf(entry);
    const reason =
      isScalar(entry.value) && typeof entry.value.value === "string" ? entry.value.value.trim() : "";
    if (reason !== "") return { rule, reason, ...placeOf(reading, offsetOf(entry.key)) };
    const at = offsetOf(isEmpty(entry.value) ? entry.key : entry.value);
    complainAt(reading, at)(`silence.${rule}`, "has no reason", `write why, e.g. ${rule}: checked by hand`);
    return [];
  });
}

function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null);
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

function missingValue(name: string) {
  const message = `\${${name}} has no value`;
  const hint = `set ${name} in .do/ashore.env`;
  return { layer: "rule", severity: "error", rule: MISSING_VALUE, message, hint } as const;
}

type Complain = (field: string, message: string, hint?: string) => void;

function complainAt(reading: Reading, offset: number): Complain {
  return (field, message, hint = "") => {
    const text = { rule: "ashore-yaml", field, message, hint };
    reading.problems.push({ layer: "rule", severity: "error", ...text, ...placeOf(reading, offset) });
  };
}

function placeOf({ lines, file }: Reading, offset: number): { file: string; position: Position } {
  const { line, col } = lines.linePos(offset);
  return { file, position: { line, column: col } };
}
