import { rm } from "node:fs/promises";
import { PlatformError, systemCodeOf } from "../base/errors.ts";
import { exec } from "../base/exec.ts";

/** Gives whole trees to a uid (and the gid of the same number); links themselves, never what they lead to. */
export async function giveTo(uid: number | null, paths: readonly string[]): Promise<void> {
  if (uid === null || paths.length === 0) return;
  const outcome = await exec(["chown", "-hR", `${uid}:${uid}`, "--", ...paths], { env: systemPath });
  if (outcome.code === 0) return;
  throw new PlatformError("BUILD_FILES_NOT_OWNED", "the build's files could not be given to the app's user", {
    cause: new Error(outcome.stderr),
  });
}

/** Copies a tree with its links, modes, times and owners; `to` must not exist. */
export async function copyTree(from: string, to: string): Promise<void> {
  const outcome = await exec(["cp", "-a", "--", from, to], { env: systemPath });
  if (outcome.code === 0) return;
  if (outcome.stderr.includes("No space left")) throw diskFull(new Error(outcome.stderr));
  throw new PlatformError("COPY_FAILED", `${from} could not be copied to ${to}`, {
    cause: new Error(outcome.stderr),
  });
}

/** Space a tree takes on disk, in bytes. */
export async function treeBytes(path: string): Promise<number> {
  const outcome = await exec(["du", "-sk", "--", path], { env: systemPath });
  return Number.parseInt(outcome.stdout, 10) * 1024 || 0;
}

export function diskFull(cause: unknown): PlatformError {
  return new PlatformError("DISK_FULL", "the disk is full, so the build's result cannot be kept", {
    hint: "Make room on the disk that holds Ashore's home and try again",
    cause,
  });
}

const systemPath = { PATH: "/usr/local/bin:/usr/bin:/bin" };

/** Deletes a tree, also where its directories are closed to writing, as Go leaves them. Absent is fine. */
export async function removeTree(path: string): Promise<void> {
  const remove = (): Promise<void> =>
    rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  try {
    await remove();
  } catch (error) {
    if (!["EACCES", "EPERM"].includes(systemCodeOf(error) ?? "")) throw error;
    await exec(["chmod", "-R", "u+rwX", "--", path], { env: systemPath });
    await remove();
  }
}
