import type { Fault } from "../base/errors.ts";

/** What each command ends with: 0 done, 1 the app's fault, 2 the spec's or the command line's, 3 ours. */
export const EXIT = { ok: 0, app: 1, usage: 2, platform: 3, interrupted: 130 } as const;

export function exitCodeOf(fault: Fault): number {
  return EXIT[fault];
}
