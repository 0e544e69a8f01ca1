const THING =
  "(?:api|key|secret|token|pass\\w*|user\\w*|name|id|ur[il]|host|domain|app|site|project|bucket|account|e?mail|org\\w*|company|region|server|cluster|database|db|dsn|repo|space|client|subdomain|endpoint|webhook|here|value)s?";

/** What the whole of a value says when it is still to be filled in. */
const WHOLE: readonly RegExp[] = [
  /^<[a-z][\w .,'/-]*>$/i,
  /^\[(?:your|insert|replace|enter)\b[^\]]*\]$/i,
  /^(?:x{3,}|todo|tbd|fixme|placeholder|to-?be-?(?:set|filled|replaced))$/i,
  /^your (?:\S+ )*(?:key|secret|token|password|string)$/i,
  /^(?:insert|replace|enter|put|add)[-_].*[-_](?:here|me)$/i,
  /^REPLACE_(?:ME|WITH|THIS)(?:_|$)/,
  /^[\w-]*[-_]\.{3}$/,
];

/** What may stand anywhere in a value that is one word. */
const WITHIN: readonly RegExp[] = [
  /(?:^|[^a-z])(?:change|replace)[-_]?(?:me|this)(?![a-z])/i,
  new RegExp(`(?:^|[/@:=,._])your[-_](?:[a-z0-9]+[-_])*${THING}(?![a-z])`, "i"),
  /(?:^|[^a-z])your(?:password|secret|token|apikey|email|user(?:name)?|domain)(?![a-z])/i,
  /<(?:your|insert|replace|user(?:name)?|password|token|api[-_ ]?key|secret|host(?:name)?|project)\b[^<>]*>/i,
  /(?:^|[-_.:/@])x{3,}(?:$|[-_.:/@])/i,
];

/** True for text that says of itself that the real value is to be put there. */
export function isPlaceholder(value: string): boolean {
  const text = value.replace(/\$\{[^}]*\}/g, "").trim();
  if (WHOLE.some((pattern) => pattern.test(text))) return true;
  return !/\s/.test(text) && WITHIN.some((pattern) => pattern.test(text));
}
