import type { Writable } from "node:stream";
import { choosePaint, type Paint } from "./paint.ts";
import { textWidth } from "./text-width.ts";

/** A stream that may be a terminal, like process.stdout. */
export type Screen = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** The only way in which the command line says anything. */
export interface Output {
  /** True if what is printed can be drawn over again. */
  readonly isTerminal: boolean;
  /** For what goes to standard output. */
  readonly paint: Paint;
  /** For what goes to standard error. */
  readonly paintError: Paint;
  columns(): number;
  rows(): number;
  /** A line of the result, to standard output. */
  print(line?: string): void;
  /** A line about what went wrong or is going on beside the result, to standard error. */
  warn(line: string): void;
  /** Text as it is, e.g. of a terminal session. */
  raw(text: string): void;
  /** The same for standard error. */
  rawError(text: string): void;
  /** A value as one line of JSON. */
  json(value: unknown): void;
  /** A value as JSON for reading. */
  document(value: unknown): void;
  /**
   * Lines kept below everything printed until the next call; none: the region goes away. `above` are printed for good in
   * the same stroke. Terminals only.
   */
  region(lines: readonly string[], above?: readonly string[]): void;
  /** Resolves when all is handed to the system. */
  flush(): Promise<void>;
}

export interface OutputOptions {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called once when the reader of standard output is gone (a closed pipe or terminal). */
  readonly onClosed: () => void;
}

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;
// Terminals that know it show what is between as one picture; the others ignore it.
const BEGIN_PICTURE = "\u001b[?2026h";
const END_PICTURE = "\u001b[?2026l";

export function makeOutput(options: OutputOptions): Output {
  const { stdout, stderr, env } = options;
  const isTerminal = stdout.isTTY === true && env["TERM"] !== "dumb";
  const columns = (): number => stdout.columns ?? DEFAULT_COLUMNS;
  const muteWhenClosed = closing(options);
  const region = makeRegion(columns);
  const put = (screen: Screen, text: string): void => {
    if (!muteWhenClosed()) screen.write(text);
  };
  const line = (screen: Screen, text: string): void => {
    // A region is on the terminal that standard error most likely is as well: lines go above it.
    if (!region.isShown()) return put(screen, `${text}\n`);
    put(stdout, BEGIN_PICTURE + region.erase());
    put(screen, `${text}\n`);
    put(stdout, region.draw() + END_PICTURE);
  };
  return {
    isTerminal,
    columns,
    rows: () => stdout.rows ?? DEFAULT_ROWS,
    paint: choosePaint(stdout.isTTY === true, env),
    paintError: choosePaint(stderr.isTTY === true, env),
    print: (text = "") => line(stdout, text),
    warn: (text) => line(stderr, text),
    raw: (text) => put(stdout, text),
    rawError: (text) => put(stderr, text),
    json: (value) => line(stdout, JSON.stringify(value)),
    document: (value) => line(stdout, JSON.stringify(value, null, 2)),
    region: (lines, above = []) => {
      if (!isTerminal || (lines.length + above.length === 0 && !region.isShown())) return;
      const printed = above.map((text) => `${text}\n`).join("");
      put(stdout, BEGIN_PICTURE + region.erase() + printed + region.draw(lines) + END_PICTURE);
    },
    flush: async () => {
      await Promise.all([drained(stdout), drained(stderr)]);
    },
  };
}

/** Keeps what was drawn last, so that it can be drawn over, also after the terminal became narrower. */
function makeRegion(columns: () => number) {
  let shown: readonly string[] = [];
  const rows = (): number => {
    const width = Math.max(1, columns());
    return shown.reduce((sum, text) => sum + Math.max(1, Math.ceil(textWidth(text) / width)), 0);
  };
  return {
    isShown: () => shown.length > 0,
    erase: () => (shown.length === 0 ? "" : `\u001b[${rows()}A\r\u001b[J`),
    draw: (lines: readonly string[] = shown) => {
      shown = [...lines];
      return lines.map((text) => `${text}\n`).join("");
    },
  };
}

function closing({ stdout, stderr, onClosed }: OutputOptions): () => boolean {
  let closed = false;
  stdout.on("error", () => {
    if (!closed) onClosed();
    closed = true;
  });
  stderr.on("error", () => undefined);
  return () => closed;
}

function drained(screen: Screen): Promise<void> {
  return new Promise((resolve) => {
    if (screen.destroyed || screen.writableLength === 0) resolve();
    else screen.write("", () => resolve());
  });
}
