import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { unreachedHost } from "./unreached-host.ts";

/** How many lines of a failing build are shown with its failure. */
const LAST_LINES = 25;

/** Everything a build says: kept whole in its log file, handed on line by line. */
export interface BuildReport {
  /** A line the user's build printed. */
  readonly line: (text: string) => void;
  /** A line of ours: what is done next, or what we did with something unusual. */
  readonly say: (text: string) => void;
  /** The newest lines, oldest first. */
  lastLines(): readonly string[];
  /** The last host that something looked for in vain. */
  unreachedHost(): string | null;
  /** Resolves once the log is written. @throws the file system's error, if there was one */
  close(): Promise<void>;
}

export interface ReportOptions {
  readonly logFile: string;
  readonly onLine: (line: string) => void;
}

/** Opens the log; an older one of the same name is written anew. */
export async function openReport({ logFile, onLine }: ReportOptions): Promise<BuildReport> {
  await mkdir(dirname(logFile), { recursive: true });
  const file = createWriteStream(logFile);
  let fault: Error | undefined;
  file.on("error", (error) => (fault = error));
  const last: string[] = [];
  let missed: string | null = null;
  const line = (text: string): void => {
    if (!fault) file.write(`${text}\n`);
    last.push(text);
    missed = unreachedHost(text) ?? missed;
    if (last.length > LAST_LINES) last.shift();
    onLine(text);
  };
  return {
    line,
    say: (text) => line(`-----> ${text}`),
    lastLines: () => [...last],
    unreachedHost: () => missed,
    close: async () => {
      file.end();
      await finished(file).catch((error: unknown) => (fault ??= error as Error));
      if (fault) throw fault;
    },
  };
}
