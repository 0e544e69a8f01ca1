import { pino, type Logger } from "pino";

export type Log = Logger;

/** Structured lines on standard output; values named like secrets are replaced. */
export function createLog(role: string, level: string): Log {
  return pino({
    level,
    base: { role },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ["req.headers.authorization", "req.headers.cookie", "headers", "password", "token", "secret"],
  });
}
