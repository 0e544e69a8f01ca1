/** Digits in groups of three. */
export function group(value: number): string {
  return value.toLocaleString("en-US");
}

/** A number with its noun, e.g. `1 row` or `2,000 rows`. */
export function amount(count: number, noun: string): string {
  return `${group(count)} ${noun}${count === 1 ? "" : "s"}`;
}
