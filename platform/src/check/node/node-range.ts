import type { ComponentFacts } from "../../source/facts.ts";

/** Lines of which only the last releases have it, with the first of these. */
const FIRST_MINOR: Readonly<Record<number, number>> = { 20: 19, 22: 12 };

/** The last major of which no release has it, and those between the lines that do. */
const LAST_WITHOUT = 19;
const SHORT_LINE_WITHOUT = 21;

const LTS: Readonly<Record<string, string>> = { fermium: "14", gallium: "16", hydrogen: "18" };

/** The Node that package.json asks for, else .nvmrc or .node-version; null if nothing does. */
export function nodeRangeOf({ texts }: ComponentFacts): string | null {
  const named = /"engines"\s*:\s*\{[^{}]*"node"\s*:\s*"([^"]*)"/.exec(texts["package.json"] ?? "")?.[1];
  const file = (texts[".nvmrc"] ?? texts[".node-version"] ?? "").trim();
  const range = named ?? file;
  return range === "" ? null : range.trim();
}

/**
 * True if every Node of a range refuses to `require` an ES module, as those before 20.19 and 22.12 do. A range that
 * leaves a newer one open, or that is more than one version with a sign before it, is taken for one that can.
 */
export function cannotRequireModules(range: string): boolean {
  const lts = /^lts\/(\w+)$/i.exec(range)?.[1]?.toLowerCase();
  const version = lts === undefined ? range : (LTS[lts] ?? "");
  const match = /^([v=^~]?)\s*(\d+)(?:\.(\d+))?(?:\.[\dx*]+)*$/.exec(version);
  return match !== null && isBefore(Number(match[2]), match[1] === "^" ? undefined : match[3]);
}

/** @param minor undefined if it is the newest one */
function isBefore(major: number, minor: string | undefined): boolean {
  if (major <= LAST_WITHOUT || major === SHORT_LINE_WITHOUT) return true;
  const first = FIRST_MINOR[major];
  return first !== undefined && minor !== undefined && Number(minor) < first;
}
