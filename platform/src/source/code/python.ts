import { byPattern, startOf, type Extractor } from "./extractor.ts";

const READ =
  /\b(?:os\.)?(?:environ\.get|getenv)\(\s*["'](?<name>\w+)["'](?:\s*,\s*(?<value>[^()\n]*?(?:\([^()\n]*\)[^()\n]*?)*))?\s*\)/dg;
const TAKEN = /\b(?:os\.)?environ\[\s*["'](?<name>\w+)["']\s*\]/dg;
const CONFIGURED =
  /(?<![\w.])(?:env|config)(?:\.\w+)?\(\s*["'](?<name>[A-Z][A-Z0-9_]*)["'](?:\s*,\s*(?:default\s*=\s*)?(?<value>[^,()\n]*))?/dg;
const SETTINGS_LIBRARY = /\b(?:import|from)\s+(?:environ|decouple|environs)\b/;

/** `os.environ["X"]`, `os.getenv("X", …)`, and what django-environ, environs and decouple read. */
const variables: Extractor = function* (code) {
  const patterns = SETTINGS_LIBRARY.test(code) ? [READ, TAKEN, CONFIGURED] : [READ, TAKEN];
  for (const pattern of patterns) {
    for (const match of code.matchAll(pattern)) {
      const { name = "", value } = match.groups ?? {};
      yield {
        kind: "env",
        name,
        value: value === undefined ? null : literalOf(value),
        at: startOf(match, "name"),
      };
    }
  }
};

function literalOf(text: string): string {
  const [, quoted, plain] = /^["']([^"']*)["']$|^(\w+)$/.exec(text.trim()) ?? [];
  return quoted ?? plain ?? "";
}

/** What the Python of an app says. */
export const python: readonly Extractor[] = [
  variables,
  byPattern("setting", /^(?<name>[A-Z][A-Z0-9_]+)\s*(?::[^=\n]*)?=\s*(?<value>[^\n]*)/dgm),
  byPattern("setting", /^\s+["'](?<name>ENGINE)["']\s*:\s*["'](?<value>[\w.]+)["']/dgm),
  byPattern("import", /^[ \t]*(?:from|import)[ \t]+(?<name>[A-Za-z_]\w*)/dgm),
  byPattern(
    "listen",
    /\.run\((?=[^()]*\bhost\s*=\s*["'](?<value>[\w.:]+)["'])(?:[^()]*\bport\s*=\s*(?<name>\d{2,5}))/dg,
  ),
  byPattern("route", /@\w+\.(?:route|get|post|put|patch|delete)\(\s*["'](?<name>\/[^"']*)["']/dg),
  byPattern("model", /^class\s+(?<name>\w+)\([^()\n]*\b(?:models\.Model|AbstractUser|AbstractBaseUser)\b/dgm),
  byPattern("pool", /\b(?<name>pool_size)\s*=\s*(?<value>\d+)/dg),
];
