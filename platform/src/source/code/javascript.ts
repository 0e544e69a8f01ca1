import { byPattern, startOf, type Extractor, type Found } from "./extractor.ts";

const NAME = "[A-Za-z_][A-Za-z0-9_]*";
const ENV = new RegExp(
  `\\bprocess\\.env(?:\\.(?<name>${NAME})|\\[\\s*["'\`](?<quoted>${NAME})["'\`]\\s*\\])(?:\\s*(?:\\|\\||\\?\\?)\\s*(?<fallback>["'\`][^"'\`\\n]*["'\`]|\\d+|[^\\s]))?`,
  "gd",
);
const TAKEN_APART = /\{(?<names>[^{}]*)\}\s*=\s*process\.env\b/dg;

/** `process.env.NAME`, `process.env["NAME"]`, with `|| fallback`, and `const { NAME } = process.env`. */
const variables: Extractor = function* (code) {
  for (const match of code.matchAll(ENV)) {
    const group = match.groups?.["name"] === undefined ? "quoted" : "name";
    const value = literalOf(match.groups?.["fallback"]);
    yield { kind: "env", name: match.groups?.[group] ?? "", value, at: startOf(match, group) };
  }
  for (const match of code.matchAll(TAKEN_APART)) yield* namesIn(match);
};

function* namesIn(match: RegExpMatchArray): Iterable<Found> {
  let at = startOf(match, "names");
  for (const part of (match.groups?.["names"] ?? "").split(",")) {
    const found = /^(\s*)([A-Za-z_]\w*)\s*(?::[^=]*)?(?:=\s*(.*?))?\s*$/.exec(part);
    if (found) {
      const [, blank = "", name = "", fallback] = found;
      yield { kind: "env", name, value: literalOf(fallback), at: at + blank.length };
    }
    at += part.length + 1;
  }
}

/** Text or digits as they are, "" for any other fallback, null for none. */
function literalOf(fallback: string | undefined): string | null {
  if (fallback === undefined) return null;
  const [, text, digits] = /^["'`]([^"'`]*)["'`]$|^(\d+)$/.exec(fallback) ?? [];
  return text ?? digits ?? "";
}

const PACKAGE = "(?<name>(?:@[\\w.-]+\\/)?[a-z][\\w.-]*)(?:\\/[^\"'`]*)?";

/** What the JavaScript and TypeScript of an app says. */
export const javascript: readonly Extractor[] = [
  variables,
  byPattern("require", new RegExp(`\\brequire\\(\\s*["'\`]${PACKAGE}["'\`]\\s*\\)`, "gd")),
  byPattern("import", new RegExp(`(?:\\bfrom|\\bimport)\\s*\\(?\\s*["']${PACKAGE}["']`, "gd")),
  byPattern("listen", /\.listen\(\s*(?<name>\d{2,5})\s*(?:,\s*["'](?<value>[\w.:-]+)["'])?/dg),
  byPattern("listen", /\.listen\(\s*[A-Za-z_][\w.]*(?<name>)\s*,\s*["'](?<value>[\w.:-]+)["']/dg),
  byPattern(
    "route",
    /\b(?:app|router|server|fastify|api|routes?)\.(?:get|post|put|patch|delete|all|use)\(\s*["'`](?<name>\/[^"'`$]*)["'`]/dg,
  ),
  byPattern("model", /\b(?:pgTable|mysqlTable)\(\s*["'`](?<name>\w+)["'`]/dg),
  byPattern("pool", /\bnew\s+(?:pg\.)?Pool\(\s*\{[^{}]*?\b(?<name>max)\s*:\s*(?<value>\d+)/dg),
  byPattern("pool", /\bpostgres\([^{}()]*\{[^{}]*?\b(?<name>max)\s*:\s*(?<value>\d+)/dg),
];
