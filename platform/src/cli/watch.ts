import { watch as watchPath, type FSWatcher } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { systemCodeOf, PlatformError } from "../base/errors.ts";
import { isNeverWatched, watchedPaths } from "./watch-filter.ts";

export interface WatchOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** How long nothing may change before a change is told. */
  readonly quietMs?: number;
}

const QUIET_MS = 100;

/**
 * Tells which files of a checkout changed since this resolved, relative to it, a batch for each time it has become quiet
 * again. Each directory is watched by itself, so that ignored ones (node_modules, build output) cost nothing.
 * @throws PlatformError `TOO_MANY_WATCHES`; the signal's reason, also while iterating
 */
export async function watchCheckout(
  directory: string,
  options: WatchOptions,
): Promise<AsyncGenerator<readonly string[], never>> {
  const tree = new WatchedTree(directory, options);
  // Also when nobody iterates.
  options.signal.addEventListener("abort", () => tree.close(), { once: true });
  await tree.add("");
  options.signal.throwIfAborted();
  return readBatches(tree, directory, options);
}

async function* readBatches(
  tree: WatchedTree,
  directory: string,
  { env, signal }: WatchOptions,
): AsyncGenerator<readonly string[], never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  aborted.catch(() => undefined);
  try {
    for (;;) {
      signal.throwIfAborted();
      const changed = await Promise.race([tree.nextBatch(), aborted]);
      const relevant = await watchedPaths(directory, changed, env);
      if (relevant.length > 0) yield relevant;
    }
  } finally {
    tree.close();
  }
}

class WatchedTree {
  readonly #root: string;
  readonly #options: WatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #changed = new Set<string>();
  #quiet: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #failure: Error | undefined;

  constructor(root: string, options: WatchOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** Watches a directory and those below it that are not ignored. */
  async add(relative: string): Promise<void> {
    if (this.#watchers.has(relative)) return;
    this.#watch(relative);
    const entries = await readdir(path.join(this.#root, relative), { withFileTypes: true }).catch(() => []);
    const below = entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(relative, entry.name));
    const wanted = await watchedPaths(this.#root, below, this.#options.env);
    await Promise.all(wanted.map((directory) => this.add(directory)));
  }

  /** Waits until something changed and then nothing did for a while. */
  async nextBatch(): Promise<readonly string[]> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#changed.size > 0) this.#restartQuiet();
    });
    if (this.#failure) throw this.#failure;
    const batch = [...this.#changed].sort();
    this.#changed.clear();
    await Promise.all(batch.map((relative) => this.#addIfDirectory(relative)));
    return batch;
  }

  close(): void {
    clearTimeout(this.#quiet);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(relative: string): void {
    try {
      const watcher = watchPath(path.join(this.#root, relative), (_event, name) => {
        if (name !== null) this.#note(path.join(relative, name));
      });
      watcher.on("error", () => this.#drop(relative));
      this.#watchers.set(relative, watcher);
    } catch (error) {
      if (systemCodeOf(error) === "ENOENT") return;
      throw watchFailure(error);
    }
  }

  #note(relative: string): void {
    if (isNeverWatched(relative)) return;
    this.#changed.add(relative);
    this.#restartQuiet();
  }

  #restartQuiet(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#wake?.(), this.#options.quietMs ?? QUIET_MS);
  }

  /** A directory that was made, or made anew: its old watcher sees nothing any more. */
  async #addIfDirectory(relative: string): Promise<void> {
    const entries = await readdir(path.join(this.#root, relative)).catch(() => undefined);
    this.#drop(relative);
    const [watched] = entries ? await watchedPaths(this.#root, [relative], this.#options.env) : [];
    if (watched === undefined) return;
    await this.add(relative).catch((error: unknown) => {
      this.#failure = watchFailure(error);
      this.#wake?.();
    });
  }

  #drop(relative: string): void {
    for (const [directory, watcher] of this.#watchers)
      if (directory === relative || directory.startsWith(`${relative}${path.sep}`)) {
        watcher.close();
        this.#watchers.delete(directory);
      }
  }
}

function watchFailure(error: unknown): Error {
  if (error instanceof PlatformError) return error;
  if (!["ENOSPC", "EMFILE"].includes(systemCodeOf(error) ?? "")) return error as Error;
  return new PlatformError("TOO_MANY_WATCHES", "The system watches no more directories for us", {
    hint: "raise fs.inotify.max_user_watches and max_user_instances, or go without --watch",
    cause: error,
  });
}
