/** A text that holds something, or null. PostgreSQL stores no NUL characters. */
export function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;
  const text = value.replaceAll("\0", "").trim();
  return text === "" ? null : text;
}
