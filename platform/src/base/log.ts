/** Structured log of our own processes: one JSON line an entry. Never given an environment value. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A log that hands each finished line (with its newline) to `write`. */
export function lineLog(write: (line: string) => void, now: () => number = Date.now): Log {
  const entry =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...fields })}\n`);
    };
  return { info: entry("info"), warn: entry("warn"), error: entry("error") };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
