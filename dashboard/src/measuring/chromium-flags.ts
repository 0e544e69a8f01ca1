import { statfs } from "node:fs/promises";
import { Launcher } from "chrome-launcher";
import { runCommand } from "../base/child.ts";
import { readText } from "./processes.ts";

/** What of the machine decides about Chromium's flags. */
export interface ChromiumGround {
  readonly isRoot: boolean;
  /** Whether a process without rights may make a user namespace, which Chromium's sandbox is built on. */
  readonly hasUserNamespaces: boolean;
  /** null: there is none. */
  readonly sharedMemoryBytes: number | null;
}

const SHARED_MEMORY_NEEDED = 256 * 1024 * 1024;
const TRIAL_LIMIT_MS = 5_000;

const ours = [
  "--headless=new",
  // The proxy cannot carry it.
  "--disable-quic",
  // Nor may anything go past the proxy over UDP.
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--disable-breakpad",
  "--disable-gpu",
] as const;

/** Chromium's flags on this ground; what belongs to a single sample is not among them. */
export function chromiumFlags({
  isRoot,
  hasUserNamespaces,
  sharedMemoryBytes,
}: ChromiumGround): readonly string[] {
  return [
    // No first run, no background traffic, no sync, no extensions, no sound, no throttling of tabs nobody sees, and
    // without those features of Chromium that Lighthouse is known to stumble over.
    ...Launcher.defaultFlags(),
    ...ours,
    ...(isRoot || !hasUserNamespaces ? ["--no-sandbox"] : []),
    ...(sharedMemoryBytes === null || sharedMemoryBytes < SHARED_MEMORY_NEEDED
      ? ["--disable-dev-shm-usage"]
      : []),
  ];
}

/** Finds out about this machine; starts one small program. */
export async function surveyGround(searchPath: string): Promise<ChromiumGround> {
  const isRoot = process.getuid?.() === 0;
  return {
    isRoot,
    hasUserNamespaces: isRoot || process.platform !== "linux" || (await tryUserNamespace(searchPath)),
    sharedMemoryBytes: process.platform === "linux" ? await sharedMemory() : SHARED_MEMORY_NEEDED,
  };
}

/** By trying: a container's seccomp rules forbid it without any sign under /proc/sys. */
async function tryUserNamespace(searchPath: string): Promise<boolean> {
  try {
    const argv = ["unshare", "--user", "--map-root-user", "true"] as const;
    const { code } = await runCommand([...argv], { env: { PATH: searchPath }, timeoutMs: TRIAL_LIMIT_MS });
    return code === 0;
  } catch {
    // No such program: what the kernel says has to do.
    const limits = ["user/max_user_namespaces", "kernel/unprivileged_userns_clone"].map((name) =>
      readText(`/proc/sys/${name}`)?.trim(),
    );
    return (
      !limits.includes("0") &&
      readText("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")?.trim() !== "1"
    );
  }
}

async function sharedMemory(): Promise<number | null> {
  try {
    const { bsize, blocks } = await statfs("/dev/shm");
    return bsize * blocks;
  } catch {
    return null;
  }
}
