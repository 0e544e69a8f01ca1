import { byPattern, literalOf, startOf, type Extractor } from "./extractor.ts";

const ADDRESS = String.raw`"(?<value>[\w.]+)?:(?<name>\d{2,5})"`;

export const go: readonly Extractor[] = [
  byPattern("env", /\bos\.(?:Getenv|LookupEnv)\(\s*"(?<name>\w+)"\s*\)/dg),
  byPattern(
    "listen",
    new RegExp(
      String.raw`(?:\bListenAndServe(?:TLS)?\(\s*|\bnet\.Listen\(\s*"tcp[46]?",\s*|\.(?:Run|Start|Listen)\(\s*)${ADDRESS}`,
      "dg",
    ),
  ),
  byPattern("pool", /\.(?<name>SetMaxOpenConns)\(\s*(?<value>\d+)\s*\)/dg),
];

const RUBY_ENV =
  /\bENV(?:\.fetch\(|\[)\s*["'](?<name>\w+)["'](?:\s*,\s*(?<value>["'][^"'\n]*["']|\d+|[^\s)])|\s*[\])]\s*(?:\|\||\{|do\b)\s*(?<instead>["'][^"'\n]*["']|\d+|[^\s]))?/dg;
const PHP_ENV =
  /\b(?:getenv|env)\(\s*["'](?<name>[A-Z]\w+)["'](?:\s*,\s*(?<value>["'][^"'\n]*["']|\d+|[^\s)])|\s*\)\s*\?[?:]\s*(?<instead>["'][^"'\n]*["']|\d+|[^\s]))?/dg;

export const ruby: readonly Extractor[] = [withFallback(RUBY_ENV)];
export const php: readonly Extractor[] = [withFallback(PHP_ENV)];

/** A variable with its fallback inside of the brackets (`value`) or behind them (`instead`). */
function withFallback(pattern: RegExp): Extractor {
  return function* (code) {
    for (const match of code.matchAll(pattern)) {
      const { name = "", value, instead } = match.groups ?? {};
      yield { kind: "env", name, value: literalOf(value ?? instead), at: startOf(match, "name") };
    }
  };
}

const QUOTED_NAME = '"[^"\\n]+"|`[^`\\n]+`|\\[[^\\]\\n]+\\]|\\w+';
const TABLE_NAME = `(?:(?:${QUOTED_NAME})\\s*\\.\\s*)?(?<name>${QUOTED_NAME})`;
const CREATED = new RegExp(
  `\\bCREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${TABLE_NAME}`,
  "dgi",
);
const RENAMED = new RegExp(
  `(?:\\bALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?(?:[\\w.]+|["\`[][^\\s]*)\\s+RENAME\\s+(?:TO|AS)|\\bRENAME\\s+TABLE\\s+[^\\s]+\\s+TO)\\s+${TABLE_NAME}`,
  "dgi",
);

/** Tables by the names they are created with, and those they are renamed to. */
export const sql: readonly Extractor[] = [tables(CREATED), tables(RENAMED)];

function tables(pattern: RegExp): Extractor {
  return function* (code) {
    for (const match of code.matchAll(pattern)) {
      const text = match.groups?.["name"] ?? "";
      const name = text.replace(/^["`[]|["`\]]$/g, "");
      const at = startOf(match, "name") + text.indexOf(name);
      yield { kind: "table", name, value: null, at };
    }
  };
}

/** A block ends at the line that begins with its bracket; the next one's beginning is never looked past. */
const BLOCK =
  /^(?<kind>model|datasource)[ \t]+(?<name>\w+)[ \t]*\{(?<body>[^\n]*(?:\n(?!\}|model\b|datasource\b)[^\n]*)*)\n\}/dgm;

/**
 * A model without `@@map` has a table of its own name; one with `@@ignore` may have none. The setting is the kind of
 * database.
 */
export const prisma: readonly Extractor[] = [
  function* (code) {
    for (const match of code.matchAll(BLOCK)) {
      const { kind, name: model = "", body = "" } = match.groups ?? {};
      const [at, inside] = [startOf(match, "name"), startOf(match, "body")];
      const provider = /\bprovider[ \t]*=[ \t]*"(\w+)"/.exec(body);
      if (kind === "datasource" && provider) {
        yield { kind: "setting", name: "provider", value: provider[1] ?? "", at: inside + provider.index };
      }
      if (kind !== "model" || body.includes("@@ignore")) continue;
      const table = /@@map\(\s*(?:name:\s*)?"([^"\n]+)"/.exec(body)?.[1];
      yield { kind: "model", name: table ?? model, value: model, at };
    }
  },
  byPattern("env", /\benv\(\s*"(?<name>\w+)"\s*\)/dg),
];
