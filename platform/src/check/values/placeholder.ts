const THING =
  "(?:api|key|secret|token|pass\\w*|user\\w*|name|id|ur[il]|host|domain|app|site|project|bucket|account|e?mail|org\\w*|company|region|server|cluster|database|db|dsn|repo|space|client|subdomain|endpoint|webhook|here|value)s?";

/** What the whole of a value says when it is still to be filled in, though it may be meant. */
const WEAK: readonly RegExp[] = [
  /^<[a-z][\w .,'/-]*>$/i,
  /^(?:x{3,}|todo|tbd|fixme|placeholder)$/i,
  /(?:^|[-_.:/@])x{3,}(?:$|[-_.:/@])/i,
];

/** What the whole of a value says when it is surely still to be filled in. */
const WHOLE: readonly RegExp[] = [
  /^<(?:your|insert|replace|required|change|enter|look up|fill|my|to be)\b[^<>]*>$/i,
  /^<(?:REPLACE|CHANGE|YOUR|REQUIRED)[A-Z_]*>$/,
  /^\[(?:your|insert|replace|enter)\b[^\]]*\]$/i,
  /^to-?be-?(?:set|filled|replaced)$/i,
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
];

/**
 * True for text that says of itself that the real value is to be put there.
 * @param isSecret a word such as `todo` may be a real value, but hardly that of a secret
 */
export function isPlaceholder(value: string, isSecret = true): boolean {
  const text = value.replace(/\$\{[^}]*\}/g, "").trim();
  if (isSecret && WEAK.some((pattern) => pattern.test(text))) return true;
  if (WHOLE.some((pattern) => pattern.test(text))) return true;
  return !/\s/.test(text) && WITHIN.some((pattern) => pattern.test(text));
}
