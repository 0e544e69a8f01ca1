export type Redact = (text: string) => string;

const MASK = "[redacted]";
/** Shorter values would turn up by chance, and the report would be full of holes. */
const SHORTEST_SECRET = 6;

const secretParameter =
  /([?&;#]|&amp;)([\w.~%-]*(?:token|secret|password|passwd|api[-_]?key|auth|signature|credential|session|jwt)[\w.~%-]*|key|sig|code|sid|pwd)=[^&#\s"'<>\\)]+/gi;
const userInfo = /(https?:\/\/)[^\s/@"'<>\\]+@/gi;

/** Masks a site's own header values, wherever the page may have echoed them, and what looks secret in a URL. */
export function createRedact(headers: Readonly<Record<string, string>>): Redact {
  const secrets = Object.values(headers).flatMap((value) => [value, ...value.split(/[\s;,]+/)]);
  const needles = [...new Set(secrets)]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const needle of needles) masked = masked.replaceAll(needle, MASK);
    return masked.replace(secretParameter, `$1$2=${MASK}`).replace(userInfo, `$1${MASK}@`);
  };
}

/** The same value with every text in it redacted, names of fields excepted. */
export function redactTexts<T>(value: T, redact: Redact): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => redactTexts(one, redact)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, redactTexts(one as unknown, redact)]),
  ) as T;
}
