import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { readLines, tailOf, type Cursor } from "./log-file.ts";

export interface LogQuery {
  /** By component, as of now: the directory that holds one `<instance>.log` for each of its instances. */
  readonly directories: () => Readonly<Record<string, string>>;
  /** Newest lines of each component to begin with; -1: all. */
  readonly tail: number;
  readonly follow: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export interface LoggedLine {
  readonly component: string;
  readonly instance: string;
  readonly text: string;
}

const LOOK_EVERY_MS = 150;

/**
 * Lines of the components' logs, oldest first within each; with `follow` also the new ones, of instances and
 * components that come later too, until the signal ends it.
 */
export async function* readLogs(query: LogQuery): AsyncGenerator<LoggedLine> {
  const cursors = new Map<string, Cursor>();
  for (const [component, directory] of Object.entries(query.directories())) {
    yield* history(component, directory, query.tail, cursors);
  }
  while (query.follow && !query.signal.aborted) {
    for (const [component, directory] of Object.entries(query.directories())) {
      yield* news(component, directory, cursors);
    }
    await query.clock.sleep(LOOK_EVERY_MS, query.signal).catch(() => undefined);
  }
}

async function* history(
  component: string,
  directory: string,
  tail: number,
  cursors: Map<string, Cursor>,
): AsyncGenerator<LoggedLine> {
  const files = await logFiles(directory);
  const parts: { file: string; lines: string[] }[] = [];
  let missing = tail === -1 ? Number.POSITIVE_INFINITY : tail;
  for (const file of files.toReversed()) {
    const { lines, cursor } = await tailOf(file, missing);
    cursors.set(file, cursor);
    parts.unshift({ file, lines });
    missing -= lines.length;
  }
  for (const { file, lines } of parts) {
    for (const text of lines) yield { component, instance: basename(file, ".log"), text };
  }
}

async function* news(
  component: string,
  directory: string,
  cursors: Map<string, Cursor>,
): AsyncGenerator<LoggedLine> {
  for (const file of await logFiles(directory)) {
    const { lines, cursor } = await readLines(file, cursors.get(file));
    cursors.set(file, cursor);
    for (const text of lines) yield { component, instance: basename(file, ".log"), text };
  }
}

/** Oldest first. */
async function logFiles(directory: string): Promise<string[]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith(".log"));
  const dated = await Promise.all(
    names.map(async (name) => {
      const file = join(directory, name);
      return {
        file,
        at: await stat(file).then(
          (found) => found.birthtimeMs,
          () => 0,
        ),
      };
    }),
  );
  return dated.toSorted((one, other) => one.at - other.at).map(({ file }) => file);
}
