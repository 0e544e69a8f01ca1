/** What a plain (unquoted) scalar is to doctl's YAML reader. */
export type PlainScalar =
  | { readonly kind: "null" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text" };

const nulls = new Set(["", "~", "null", "Null", "NULL"]);
const trues = spellings("y", "yes", "true", "on");
const falses = spellings("n", "no", "false", "off");
const notFinite = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/;
const largest = 2n ** 64n - 1n;
const smallest = -(2n ** 63n);

/**
 * Resolves an unquoted scalar by YAML 1.1 as Go's yaml.v2 does, which is what doctl sees: `yes` and `on` are booleans,
 * `010` is 8, digits may hold underscores, a hexadecimal number beyond 64 bits is text.
 */
export function resolvePlain(source: string): PlainScalar {
  if (nulls.has(source)) return { kind: "null" };
  if (trues.has(source)) return { kind: "boolean", value: true };
  if (falses.has(source)) return { kind: "boolean", value: false };
  if (notFinite.test(source)) return { kind: "number", value: Number.NaN };
  if (!/^[-+.0-9]/.test(source)) return { kind: "text" };
  const value = numberOf(source.startsWith(".") ? source : source.replaceAll("_", ""));
  return value === undefined ? { kind: "text" } : { kind: "number", value };
}

function numberOf(digits: string): number | undefined {
  const parts = integer.exec(digits);
  if (parts) {
    const value = bigintOf(parts[1] ?? "", parts[2] ?? "");
    if (value >= smallest && value <= largest) return Number(value);
  }
  // What is too large for Go's float64 stays text.
  return float.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : undefined;
}

function bigintOf(sign: string, digits: string): bigint {
  const isOldOctal = /^0[0-7]+$/.test(digits);
  const magnitude = BigInt(isOldOctal ? `0o${digits.slice(1)}` : digits);
  return sign === "-" ? -magnitude : magnitude;
}

function spellings(...words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]),
  );
}
