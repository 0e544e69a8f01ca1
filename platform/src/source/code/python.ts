import { byPattern, literalOf, startOf, type Extractor, type Found } from "./extractor.ts";
import { settings } from "./python-settings.ts";

const LITERAL = String.raw`"[^"\n]*"|'[^'\n]*'|[\w.]+`;
const READ = new RegExp(
  String.raw`(?<![\w.])(?:os\.)?(?:environ\.(?:get|setdefault|pop)|getenv)\(\s*["'](?<name>\w+)["']` +
    String.raw`(?:\s*,\s*(?:default\s*=\s*)?(?<value>(?:${LITERAL})(?=\s*(?:,\s*)?\))|[^\s)])` +
    String.raw`|\s*\)[ \t]*or[ \t]+(?<instead>(?:${LITERAL})(?=[ \t]*(?:[),]|$))|[^\s]))?`,
  "dgm",
);
/** Not where it is given a value. */
const TAKEN = /(?<![\w.])(?:os\.)?environ\[\s*["'](?<name>\w+)["']\s*\](?!\s*=(?!=))/dg;
const CONFIGURED =
  /(?<![\w.])(?:env|config)(?:\.\w+)?\(\s*["'](?<name>[A-Z][A-Z0-9_]*)["'](?<more>[^()]*(?:\([^()]*\)[^()]*)*)/dg;
const SETTINGS_LIBRARY = /^[ \t]*(?:import|from)[ \t]+(?:environ|decouple|environs|starlette\.config)\b/m;
/** `Env(NAME=(bool, False))` of django-environ gives a fallback to all that read the name. */
const SCHEME = /\bEnv\(\s*(?<scheme>(?:[^()]|\([^()]*\))+)\)/g;

/** `os.environ["X"]`, `os.getenv("X", …)`, and what django-environ, environs, decouple and starlette read. */
const variables: Extractor = function* (code) {
  for (const match of code.matchAll(READ)) {
    const { value, instead } = match.groups ?? {};
    yield found(match, literal(value ?? instead));
  }
  for (const match of code.matchAll(TAKEN)) yield found(match, null);
  if (!SETTINGS_LIBRARY.test(code)) return;
  const scheme = schemeOf(code);
  for (const match of code.matchAll(CONFIGURED)) {
    const { name = "", more = "" } = match.groups ?? {};
    yield found(match, literal(defaultIn(more) ?? scheme.get(name)));
  }
};

function found(match: RegExpMatchArray, value: string | null): Found {
  return { kind: "env", name: match.groups?.["name"] ?? "", value, at: startOf(match, "name") };
}

/** As `literalOf`, and Python's words as they are: `True`, `None`. */
function literal(text: string | undefined): string | null {
  const word = /^\s*(?!\d)(\w+)\s*$/.exec(text ?? "")?.[1];
  return word !== undefined && word.length > 1 ? word : literalOf(text);
}

/** The fallback among the arguments behind a variable's name: the one called default, or the first without a name. */
function defaultIn(more: string): string | undefined {
  const named = /,\s*default\s*=([^,]*)/.exec(more);
  return (named ?? /^\s*,(?!\s*\w+\s*=(?!=))([^,]*)/.exec(more))?.[1];
}

function schemeOf(code: string): ReadonlyMap<string, string> {
  const pairs = [...code.matchAll(SCHEME)].flatMap(({ groups }) => [
    ...(groups?.["scheme"] ?? "").matchAll(/\b([A-Z][A-Z0-9_]*)\s*=\s*\([^(),]*,([^()]*)\)/g),
  ]);
  return new Map(pairs.map(([, name = "", value = ""]) => [name, value]));
}

const FROM =
  /^[ \t]*from[ \t]+(?<name>[A-Za-z_]\w*)(?:\.(?<path>[\w.]+))?[ \t]+import[ \t]*(?:\((?<many>[^()]*)\)|(?<one>[^\n]*))/dgm;
const IMPORT = /^[ \t]*import[ \t]+(?<all>[A-Za-z_][^\n;]*)/dgm;

/** The package, and beside it what is taken of it: `views.static serve` of `from django.views.static import serve`. */
const imports: Extractor = function* (code) {
  for (const match of code.matchAll(FROM)) {
    const { name = "", path = "", many, one = "" } = match.groups ?? {};
    const taken = (many ?? one).match(/\*|[A-Za-z_]\w*/g) ?? [];
    yield { kind: "import", name, value: [path, ...taken].join(" ").trim(), at: startOf(match, "name") };
  }
  for (const match of code.matchAll(IMPORT)) yield* importedIn(match);
};

function* importedIn(match: RegExpMatchArray): Iterable<Found> {
  const start = startOf(match, "all");
  for (const part of (match.groups?.["all"] ?? "").matchAll(/(?:^|,)\s*([A-Za-z_]\w*)(?:\.([\w.]+))?/g)) {
    const [text, name = "", path = null] = part;
    yield { kind: "import", name, value: path, at: start + part.index + text.search(/[A-Za-z_]/) };
  }
}

const CLASS =
  /^class[ \t]+(?<name>\w+)[ \t]*\((?<bases>[^()]*)\)[^\n]*(?<body>(?:\r?\n(?:[ \t][^\n]*)?)*)/dgm;
const MODEL_BASE = /\b(?:models\.Model|AbstractUser|AbstractBaseUser)\b/;
const WITHOUT_TABLE = /^[ \t]+(?:abstract|proxy)[ \t]*=[ \t]*True|^[ \t]+managed[ \t]*=[ \t]*False/m;

/** Django's models that have a table that migrations make. */
const models: Extractor = function* (code) {
  for (const match of code.matchAll(CLASS)) {
    const { name = "", bases = "", body = "" } = match.groups ?? {};
    if (!MODEL_BASE.test(bases) || WITHOUT_TABLE.test(body)) continue;
    yield { kind: "model", name, value: null, at: startOf(match, "name") };
  }
};

/** What the Python of an app says. */
export const python: readonly Extractor[] = [
  variables,
  byPattern("env", /\bos\.environ\b(?<name>)(?!\s*(?:\.\s*(?:get|setdefault|pop|update)\b|\[\s*["']))/dg),
  settings,
  imports,
  byPattern(
    "listen",
    /\.run\((?=[^()]*\bhost\s*=\s*["'](?<value>[\w.:]+)["'])[^()]*\bport\s*=\s*(?<name>(?:\d{2,5}\b)?)/dg,
  ),
  byPattern("route", /@\w+\.(?:route|get|post|put|patch|delete)\(\s*["'](?<name>\/[^"'\n]*)["']/dg),
  models,
  byPattern("pool", /\b(?<name>pool_size)\s*=\s*(?<value>\d+)/dg),
];
