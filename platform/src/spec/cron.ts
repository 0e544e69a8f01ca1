/** Least minutes between two runs that App Platform allows. */
const leastMinutes = 15;

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const minuteField: CronField = { name: "minute", min: 0, max: 59 };
const hourField: CronField = { name: "hour", min: 0, max: 23 };
const dateFields: readonly CronField[] = [
  { name: "day of month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, words: months },
  { name: "day of week", min: 0, max: 7, words: weekdays },
];
const fields = [minuteField, hourField, ...dateFields];

/** What is wrong with a five-field cron expression, or undefined. */
export function checkCron(expression: string): { message: string; hint: string } | undefined {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    return {
      message: `is ${expression}, which has not five fields`,
      hint: "write minute, hour, day of month, month and day of week",
    };
  }
  for (const [i, field] of fields.entries()) {
    const part = parts[i] ?? "";
    if (valuesOf(part, field) === undefined) {
      return {
        message: `is ${expression}, and ${part} is no ${field.name}`,
        hint: `write ${field.min} to ${field.max}, or *`,
      };
    }
  }
  const gap = shortestGap(
    valuesOf(parts[0] ?? "", minuteField) ?? [],
    valuesOf(parts[1] ?? "", hourField) ?? [],
  );
  if (gap >= leastMinutes) return undefined;
  return {
    message: `is ${expression}, which has ${gap} min between two runs`,
    hint: `leave at least ${leastMinutes} minutes, e.g. */${leastMinutes} * * * *`,
  };
}

/** Least minutes between two runs; days are left out, as they only thin the runs out. */
function shortestGap(minutes: readonly number[], hours: readonly number[]): number {
  const within = minutes.slice(1).map((minute, i) => minute - (minutes[i] ?? 0));
  const hasNeighbours = hours.some((hour) => hours.includes((hour + 1) % 24));
  const across = hasNeighbours ? 60 - (minutes.at(-1) ?? 0) + (minutes[0] ?? 0) : Infinity;
  return Math.min(across, ...within);
}

/** Sorted values that a field of the expression stands for; undefined if it is not valid. */
function valuesOf(part: string, field: CronField): readonly number[] | undefined {
  const values = new Set<number>();
  for (const piece of part.split(",")) {
    const range = rangeOf(piece, field);
    if (!range) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function rangeOf(piece: string, field: CronField): { from: number; to: number; step: number } | undefined {
  const parts = /^(?:(\*)|([^-/]+)(?:-([^-/]+))?)(?:\/([1-9]\d*))?$/.exec(piece);
  if (!parts) return undefined;
  const [, star, first = "", last, stepText] = parts;
  const step = Number(stepText ?? 1);
  if (star) return { from: field.min, to: field.max, step };
  const from = numberOf(first, field);
  // `5/15` runs from 5 to the end of the range.
  const to = last === undefined && stepText !== undefined ? field.max : numberOf(last ?? first, field);
  return from === undefined || to === undefined || from > to ? undefined : { from, to, step };
}

function numberOf(text: string, field: CronField): number | undefined {
  const word = field.words?.indexOf(text.toLowerCase()) ?? -1;
  if (word >= 0) return word + field.min;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.min && value <= field.max ? value : undefined;
}
