import { DatabaseSync } from "node:sqlite";

/** Held for as long as this process lives; the kernel lets go of it however the process ends. */
export interface HomeLock {
  release(): void;
}

/**
 * Takes the lock that makes us the only control plane of a home. A file lock through SQLite: Node has none of its
 * own, and a file that merely exists would outlive a killed process.
 * @returns undefined if another process holds it
 */
export function takeLock(file: string): HomeLock | undefined {
  const sqlite = new DatabaseSync(file);
  try {
    sqlite.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;");
    return { release: () => sqlite.close() };
  } catch (error) {
    sqlite.close();
    if (error instanceof Error && error.message.includes("locked")) return undefined;
    throw error;
  }
}
