import { chown, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { PlatformError } from "../../base/errors.ts";
import { exec } from "../../base/exec.ts";
import { sandboxEnvironment, type SandboxRequest } from "../../base/sandbox.ts";
import type { Context } from "./context.ts";
import type { InstancePaths } from "./paths.ts";

/**
 * Makes the directory in which the instance sees its artifact and may write. Where overlayfs can be mounted
 * only the changes take room; else, or when the files belong to somebody else, they are copied.
 * @returns what has to be mounted at the start, or null
 */
export async function makeWorkingCopy(
  context: Context,
  artifact: string,
  paths: InstancePaths,
  uid: number | null,
): Promise<SandboxRequest["overlay"]> {
  const owner = (await stat(artifact)).uid;
  const { capabilities } = context;
  if (capabilities.overlay && owner === (uid ?? capabilities.uid)) {
    for (const directory of [paths.workspace, paths.upper, paths.work]) await mkdir(directory);
    if (uid !== null) await chown(paths.upper, uid, uid);
    return { lower: artifact, upper: paths.upper, work: paths.work };
  }
  await copy(artifact, paths.workspace);
  if (uid !== null && capabilities.isRoot) await giveTo(uid, paths.workspace);
  return null;
}

async function copy(from: string, to: string): Promise<void> {
  const outcome = await exec(["cp", "-a", "--reflink=auto", from, to], { env: sandboxEnvironment });
  if (outcome.code !== 0) throw copyFailed(outcome.stderr);
  const writable = await exec(["chmod", "-R", "u+rwX", to], { env: sandboxEnvironment });
  if (writable.code !== 0) throw copyFailed(writable.stderr);
}

async function giveTo(uid: number, directory: string): Promise<void> {
  const outcome = await exec(["chown", "-R", "--no-dereference", `${uid}:${uid}`, directory], {
    env: sandboxEnvironment,
  });
  if (outcome.code !== 0) throw copyFailed(outcome.stderr);
}

function copyFailed(stderr: string): PlatformError {
  const reason = stderr.trim().split("\n").at(-1) ?? "";
  return new PlatformError("WORKING_COPY_FAILED", `the instance's copy of its files failed: ${reason}`, {
    hint: "check the free space of Ashore's directory",
  });
}

/**
 * Without bubblewrap the uid has to walk to its workspace by itself.
 * @throws PlatformError `WORKSPACE_UNREACHABLE` if a directory on the way is closed to it
 */
export async function assertReachable(
  context: Context,
  workspace: string,
  uid: number | null,
): Promise<void> {
  if (context.capabilities.programs.bwrap !== null || uid === null) return;
  for (let path = dirname(workspace); path !== "/"; path = dirname(path)) {
    const { mode, uid: owner } = await stat(path);
    if (owner === uid || (mode & 0o001) !== 0) continue;
    throw new PlatformError("WORKSPACE_UNREACHABLE", `uid ${uid} may not enter ${path}`, {
      hint: "install bubblewrap, or keep Ashore's home where others may enter",
    });
  }
}
