const DAY_MS = 24 * 60 * 60 * 1000;

const definitions = {
  "24h": { label: "24 h", words: "24 hours", days: 1 },
  "7d": { label: "7 days", words: "7 days", days: 7 },
  "30d": { label: "30 days", words: "30 days", days: 30 },
  "90d": { label: "90 days", words: "90 days", days: 90 },
  "1y": { label: "1 year", words: "1 year", days: 365 },
} as const;

/** How far back the charts look. */
export type Range = keyof typeof definitions;

export const ranges = Object.keys(definitions) as Range[];

/** For the picker, and in sentences. */
export function describeRange(range: Range): { readonly label: string; readonly words: string } {
  return definitions[range];
}

/** Where a range begins, as the API takes it. */
export function rangeStart(range: Range, now: Date): string {
  return new Date(now.getTime() - definitions[range].days * DAY_MS).toISOString();
}
