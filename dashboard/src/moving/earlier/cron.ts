/** How often, in minutes, each cron expression runs. */
const choices: readonly (readonly [minutes: number, cron: string])[] = [
  ...[5, 10, 15, 20, 30].map((minutes) => [minutes, `*/${minutes} * * * *`] as const),
  [60, "0 * * * *"],
  ...[2, 3, 4, 6, 8, 12].map((hours) => [hours * 60, `0 */${hours} * * *`] as const),
  // The hour at which the earlier system ran every night.
  [1440, "0 9 * * *"],
  [7 * 1440, "0 9 * * 1"],
  [30 * 1440, "0 9 1 * *"],
];

/** The cron expression (UTC) that comes nearest to "every so many minutes", by ratio. */
export function nearestCron(minutes: number): string {
  const distance = (other: number) => Math.abs(Math.log(other / minutes));
  return choices.reduce((best, choice) => (distance(choice[0]) < distance(best[0]) ? choice : best))[1];
}
