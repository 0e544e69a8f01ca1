import { setTimeout as wait } from "node:timers/promises";
import type { ProcessInfo } from "./processes.ts";
import { searchTree, type SampleTree } from "./sample-tree.ts";

const POLL_MS = 20;
const TERM_GRACE_MS = 2_000;
const KILL_GRACE_MS = 5_000;

/**
 * Ends every process of a sample, first kindly, and looks whether they are gone.
 * @returns those that live on; empty is what everybody hopes for
 */
export async function endTree(tree: SampleTree): Promise<readonly ProcessInfo[]> {
  if (process.platform !== "linux") return endGroup(tree);
  if (searchTree(tree).length === 0) return [];
  await signalUntilGone(tree, "SIGTERM", TERM_GRACE_MS);
  return signalUntilGone(tree, "SIGKILL", KILL_GRACE_MS);
}

async function signalUntilGone(
  tree: SampleTree,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<readonly ProcessInfo[]> {
  const told = new Set<number>();
  for (const deadline = performance.now() + graceMs; ; await wait(POLL_MS)) {
    const living = searchTree(tree);
    // A process may start another one before it gets the signal.
    for (const { pid } of living.filter(({ pid }) => !told.has(pid))) {
      told.add(pid);
      send(pid, signal);
    }
    if (living.length === 0 || performance.now() > deadline) return living;
  }
}

/** Without /proc the process group is all we can reach. */
async function endGroup({ rootPid }: SampleTree): Promise<readonly ProcessInfo[]> {
  send(-rootPid, "SIGTERM");
  for (const deadline = performance.now() + TERM_GRACE_MS; performance.now() < deadline; await wait(POLL_MS))
    if (!send(-rootPid, 0)) return [];
  send(-rootPid, "SIGKILL");
  return [];
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    // It is gone, which is what we wanted.
    return false;
  }
}
