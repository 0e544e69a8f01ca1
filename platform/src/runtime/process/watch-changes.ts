import { watch, type FSWatcher } from "node:fs";

export interface Changes {
  /** Resolves at the next change from now on; never, if the file cannot be watched. */
  next(): Promise<void>;
  close(): void;
}

/** Changes of one file. Ask for `next` before reading the file, so that none falls between. */
export function watchChanges(path: string): Changes {
  let tell: () => void = () => undefined;
  const watcher = tryWatch(path, () => tell());
  return {
    next: () => new Promise((resolve) => (tell = resolve)),
    close: () => watcher?.close(),
  };
}

/** Undefined if the file is gone, or the machine has no watches left. */
function tryWatch(path: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(path, onChange);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
