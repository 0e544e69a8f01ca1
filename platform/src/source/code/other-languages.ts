import { byPattern, type Extractor } from "./extractor.ts";

export const go: readonly Extractor[] = [
  byPattern("env", /\bos\.(?:Getenv|LookupEnv)\(\s*"(?<name>\w+)"\s*\)/dg),
  byPattern("listen", /\bListenAndServe\(\s*"(?<value>[\w.]*):(?<name>\d{2,5})"/dg),
  byPattern("pool", /\.(?<name>SetMaxOpenConns)\(\s*(?<value>\d+)\s*\)/dg),
];

export const ruby: readonly Extractor[] = [
  byPattern("env", /\bENV(?:\[\s*|\.fetch\(\s*)["'](?<name>\w+)["'](?:\s*,\s*["']?(?<value>[^"')\n]*))?/dg),
];

export const php: readonly Extractor[] = [
  byPattern("env", /\b(?:getenv|env)\(\s*["'](?<name>[A-Z]\w+)["'](?:\s*,\s*["']?(?<value>[^"')\n]*))?/dg),
];

export const sql: readonly Extractor[] = [
  byPattern(
    "table",
    /\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:["`]?\w+["`]?\.)?["`]?(?<name>\w+)["`]?/dgi,
  ),
];

/** A model without `@@map` has a table of its own name. */
export const prisma: readonly Extractor[] = [
  function* (code) {
    for (const match of code.matchAll(/^model\s+(\w+)\s*\{([\s\S]*?)^\}/gm)) {
      const [, model = "", body = ""] = match;
      const table = /@@map\(\s*(?:name:\s*)?"(\w+)"/.exec(body)?.[1];
      yield {
        kind: "model",
        name: table ?? model,
        value: model,
        at: match.index + match[0].indexOf(model, 5),
      };
    }
  },
  byPattern("env", /\benv\(\s*"(?<name>\w+)"\s*\)/dg),
];
