const FIRST_MS = 30_000;
const JITTER_SHARE = 0.25;

export const MAX_TRIES = 8;

/** How long to wait after so many tries; `random` (0 to 1) spreads those that failed together. */
export function backOffMs(tries: number, random: number): number {
  return Math.round(FIRST_MS * 2 ** (tries - 1) * (1 + JITTER_SHARE * random));
}
