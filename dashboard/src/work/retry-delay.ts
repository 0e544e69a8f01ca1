const FIRST_MS = 10_000;
const JITTER = 0.5;

/** How long to wait before a sample's next try after so many failures (1, 2, …), in ms: doubling, with jitter. */
export function retryDelayMs(failures: number, random: number = Math.random()): number {
  const full = FIRST_MS * 2 ** (failures - 1);
  return Math.round(full * (1 - JITTER * random));
}
