// A number below this is seconds, above it milliseconds: as milliseconds it is March 1973, as seconds the year 5138.
const SECONDS_BELOW = 100_000_000_000;
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** Milliseconds of a stored time: ISO text, or a number of seconds or milliseconds. Without a zone it is UTC. */
export function readMoment(value: unknown): number | null {
  if (typeof value === "number") return readNumber(value);
  if (typeof value !== "string" || value.trim() === "") return null;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return readNumber(Number(text));
  const parsed = Date.parse(WITHOUT_ZONE.test(text) ? `${text.replace(" ", "T")}Z` : text);
  return Number.isNaN(parsed) ? null : parsed;
}

function readNumber(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  return Math.round(value < SECONDS_BELOW ? value * 1000 : value);
}
