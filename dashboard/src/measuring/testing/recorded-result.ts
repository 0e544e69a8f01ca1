import { readFileSync } from "node:fs";
import type { LighthouseResult } from "../lighthouse-result.ts";

/** Part of a result of Lighthouse 13.5: a small page on 127.0.0.1 with one script of localhost, its third party. */
export function readRecordedResult(): LighthouseResult {
  return JSON.parse(
    readFileSync(new URL("recorded-result.json", import.meta.url), "utf8"),
  ) as LighthouseResult;
}

/** The same with some audits replaced; undefined takes one out. */
export function withAudits(
  result: LighthouseResult,
  changes: Readonly<Record<string, object | undefined>>,
): LighthouseResult {
  const merged = { ...result.audits, ...changes };
  const audits = Object.fromEntries(Object.entries(merged).filter(([, audit]) => audit !== undefined));
  return { ...result, audits: audits as LighthouseResult["audits"] };
}
