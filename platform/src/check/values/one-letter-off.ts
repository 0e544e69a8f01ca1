/** Words that with and without an S at their end are two different things. */
const SCHEMES = /^(?:HTTP|WS|REDIS|FTP|SMTP|IMAP|LDAP|AMQP|MQTT|DN|TL)S?$/;
const SHORTEST = 5;

/**
 * True for two names that are likely meant to be the same one: but for an underscore, a plural, URL and URI, or one
 * letter of a word that is long enough. Short words such as API and APP, and numbers, are names in their own right.
 */
export function isOneLetterOff(one: string, other: string): boolean {
  if (one === other || Math.min(one.length, other.length) < SHORTEST) return false;
  if (one.replaceAll("_", "") === other.replaceAll("_", "")) return true;
  const words = one.split("_");
  const others = other.split("_");
  if (words.length !== others.length) return false;
  const pairs = words.map((word, index) => [word, others[index] ?? ""] as const);
  const [first, second] = pairs.filter(([a, b]) => a !== b);
  return first !== undefined && second === undefined && isSameWord(...first);
}

function isSameWord(one: string, other: string): boolean {
  if (SCHEMES.test(one) && SCHEMES.test(other)) return false;
  const [short = "", long = ""] = [one, other].sort((a, b) => a.length - b.length);
  if (short.length >= 3 && `${short}S` === long) return true;
  if (/^UR[IL]$/.test(one) && /^UR[IL]$/.test(other)) return true;
  return short.length >= 4 && long.length >= SHORTEST && isOneEdit(one, other);
}

/** A letter more, less, replaced, or swapped with the next one. */
function isOneEdit(one: string, other: string): boolean {
  const least = Math.min(one.length, other.length);
  let start = 0;
  while (start < least && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < least - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const left = one.slice(start, one.length - end);
  const right = other.slice(start, other.length - end);
  if (/\d/.test(left + right)) return false;
  return (
    (left.length <= 1 && right.length <= 1) ||
    (left.length === 2 && right === left.slice(1) + left.slice(0, 1))
  );
}
