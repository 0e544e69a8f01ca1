import { group } from "./words.ts";

const PLAIN_EVERY_MS = 10_000;
const IN_PLACE_EVERY_MS = 100;

/** Shows how far long work is. */
export interface Progress {
  start(name: string, work: AmountOfWork): WorkProgress;
}

export interface AmountOfWork {
  readonly total: number;
  readonly done: number;
  /** `rows` unless said otherwise. */
  readonly unit?: string;
}

export interface WorkProgress {
  /** How much is done now, what earlier runs did included. */
  advance(done: number): void;
  end(): void;
}

export interface ProgressOutput {
  write(text: string): void;
  /** On a terminal a line changes in place; in a pipe there is one now and then. */
  readonly isTerminal: boolean;
  /** A clock in milliseconds. */
  now(): number;
}

/** One line a piece of work. */
export function createProgress({ write, isTerminal, now }: ProgressOutput): Progress {
  return {
    start: (name, { total, done: before, unit = "rows" }) => {
      const startedMs = now();
      let done = before;
      let shownMs = startedMs;
      const line = () =>
        progressLine({ name, unit, total, done, fresh: done - before, elapsedMs: now() - startedMs });
      return {
        advance: (rows) => {
          done = rows;
          if (now() - shownMs < (isTerminal ? IN_PLACE_EVERY_MS : PLAIN_EVERY_MS)) return;
          shownMs = now();
          write(isTerminal ? `\r\u001b[K${line()}` : `${line()}\n`);
        },
        end: () => {
          if (total > 0) write(isTerminal ? `\r\u001b[K${line()}\n` : `${line()}\n`);
        },
      };
    },
  };
}

interface Line {
  readonly name: string;
  readonly unit: string;
  readonly total: number;
  readonly done: number;
  /** Done since `elapsedMs` ago. */
  readonly fresh: number;
  readonly elapsedMs: number;
}

/** E.g. `samples   412,000 of 1,000,000   81,000 rows/s`. */
export function progressLine({ name, unit, total, done, fresh, elapsedMs }: Line): string {
  const perSecond = elapsedMs > 0 ? Math.round((fresh * 1000) / elapsedMs) : 0;
  const share = `${group(done)} of ${group(total)}`;
  return `${name.padEnd(26)}${share.padStart(24)}${perSecond > 0 ? `${group(perSecond).padStart(12)} ${unit}/s` : ""}`;
}
