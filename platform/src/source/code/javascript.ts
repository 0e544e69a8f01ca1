import { byPattern, literalOf, startOf, type Extractor, type Found } from "./extractor.ts";

const NAME = "[A-Za-z_][A-Za-z0-9_]*";
const LITERAL = `"[^"\\n]*"|'[^'\\n]*'|\`[^\`$\\n]*\`|\\d+`;
/** What stands behind a variable if it is taken as it is, or something else when it is not set. */
const FALLBACK = `(?:\\s*!)?\\s*(?:\\|\\||\\?\\?)\\s*(?<fallback>${LITERAL}|[^\\s])`;
/** Not where it is given a value, or taken away. */
const ENV = new RegExp(
  `(?<!\\bdelete\\s)\\b(?:process|Bun)\\??\\.env(?:\\??\\.(?<name>${NAME})\\b|(?:\\?\\.)?\\[\\s*["'\`](?<quoted>${NAME})["'\`]\\s*\\])(?!\\s*=(?![=>]))(?:${FALLBACK})?`,
  "gd",
);
const TAKEN_APART = /\{(?<names>[^{}]*)\}\s*=\s*process\.env\b(?!\s*[.[])/dg;

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
    const found = /^(\s*)([A-Za-z_]\w*)\s*(?::[^=]*)?(?:=([\s\S]*))?$/.exec(part);
    if (found) {
      const [, blank = "", name = "", fallback] = found;
      yield { kind: "env", name, value: literalOf(fallback), at: at + blank.length };
    }
    at += part.length + 1;
  }
}

const PACKAGE = "(?<name>(?:node:|@[\\w.-]+\\/)?[a-z][\\w.-]*)(?:\\/(?<value>[^\"'`\\n]*))?";
const TYPES =
  /\b(?:import|export)\s+type\s+(?:\{[^{}]*\}|\w+|\*\s+as\s+\w+)\s+from\s*(?:"[^"\n]*"|'[^'\n]*')/g;
const IMPORT = byPattern(
  "import",
  new RegExp(`(?<![.\\w$])(?:from\\s*|import\\s*(?:\\(\\s*)?)["']${PACKAGE}["']`, "gd"),
);

/** What is imported as a type alone is gone when the code runs. */
const imports: Extractor = (code) => IMPORT(code.replace(TYPES, (text) => " ".repeat(text.length)));

const METHOD = "(?:get|post|put|patch|delete|all|use)";
const PATH = "[\"'`](?<name>\\/[^\"'`$\\n]*)[\"'`]";
/** The second argument of what answers requests; a client that sends them has data there. */
const HANDLER = String.raw`(?:async\b|function\b|\(|\w+\s*=>)`;
const HOST = `["'](?<value>[\\w.:-]+)["']`;

/** What the JavaScript and TypeScript of an app says. */
export const javascript: readonly Extractor[] = [
  variables,
  byPattern(
    "env",
    /(?<!\}\s{0,9}=\s{0,9})\bprocess\.env\b(?<name>)(?!\s*(?:\??\.\s*[A-Za-z_]|\[\s*["'`]))/dg,
  ),
  byPattern(
    "page",
    /\b(?:HashRouter|create(?:WebHashHistory|HashRouter|HashHistory)|withHashLocation|useHashLocation)\b(?<name>)/dg,
  ),
  byPattern("page", /\buseHash\s*:\s*true\b(?<name>)/dg),
  byPattern("require", new RegExp(`\\brequire\\(\\s*["'\`]${PACKAGE}["'\`]\\s*\\)`, "gd")),
  imports,
  byPattern("listen", new RegExp(`\\.listen\\(\\s*(?<name>\\d{2,5})\\s*(?:,\\s*${HOST})?`, "gd")),
  byPattern(
    "listen",
    new RegExp(`\\.listen\\(\\s*(?<name>)(?![\\s\\d"'])(?:[^,(){}]|\\([^()]*\\))+,\\s*${HOST}`, "gd"),
  ),
  byPattern("route", new RegExp(`\\b(?:app|router|server|fastify)\\.${METHOD}\\(\\s*${PATH}\\s*(?=,)`, "gd")),
  byPattern("route", new RegExp(`\\b(?:api|routes?)\\.${METHOD}\\(\\s*${PATH}\\s*(?=,\\s*${HANDLER})`, "gd")),
  byPattern("page", /\bpath\s*[=:]\s*(?:\{\s*)?["'`](?<name>[^"'`\n]*)["'`]/dg),
  byPattern("page", /\bcreate(?:File|Lazy|LazyFile)Route\(\s*["'`](?<name>[^"'`\n]*)["'`]/dg),
  byPattern("model", /\b(?:pgTable|mysqlTable)\(\s*["'`](?<name>\w+)["'`]/dg),
  byPattern("pool", /\bnew\s+(?:pg\.)?Pool\(\s*\{(?:[^{}]|\{[^{}]*\})*?\b(?<name>max)\s*:\s*(?<value>\d+)/dg),
  byPattern("pool", /\bpostgres\([^{}()]*\{(?:[^{}]|\{[^{}]*\})*?\b(?<name>max)\s*:\s*(?<value>\d+)/dg),
  byPattern("pool", /\bpool\s*:\s*\{[^{}]*?\b(?<name>max)\s*:\s*(?<value>\d+)/dg),
  byPattern("setting", /\bmulter\(\s*\{[^{}]*?\b(?<name>dest)\s*:\s*["'`](?<value>[^"'`$\n]*)["'`]/dg),
];
