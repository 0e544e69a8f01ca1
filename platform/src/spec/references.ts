/** A piece of a value: text as it is, or a reference to a bindable variable or to another variable. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "reference";
      /** Component before the dot, `_self`, or null for a bare name. */
      readonly scope: string | null;
      readonly name: string;
      /** As written, which is what an unknown reference stays. */
      readonly raw: string;
    };

export type Reference = Extract<Part, { kind: "reference" }>;

/** `${name}`, `${component.NAME}` and, for a connection pool, `${db.pool.NAME}`; `${X:-y}` belongs to the shell. */
const REFERENCE = /\$\{(?:(_self|[a-z][a-z0-9-]*)\.(?:[a-z][a-z0-9_-]*\.)?)?([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Splits a value into text and references. */
export function parseReferences(value: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of value.matchAll(REFERENCE)) {
    if (match.index > end) parts.push({ kind: "text", text: value.slice(end, match.index) });
    const [raw, scope, name = ""] = match;
    parts.push({ kind: "reference", scope: scope ?? null, name, raw });
    end = match.index + raw.length;
  }
  if (end < value.length) parts.push({ kind: "text", text: value.slice(end) });
  return parts;
}

/** Only the references of a value. */
export function referencesIn(value: string): Reference[] {
  return parseReferences(value).filter((part) => part.kind === "reference");
}

/** True for `EV[1:…]`, a secret as it is stored and shown. */
export function isCiphertext(value: string): boolean {
  return /^EV\[\d+:/.test(value);
}
