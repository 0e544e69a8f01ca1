import { isAlive } from "../../base/process-identity.ts";
import { isBeingSetUp } from "../../base/sandbox.ts";
import type { Context } from "./context.ts";
import { cgroupOf, markedAs } from "./members.ts";
import { childrenOf, commandLineOf, descendantsOf, readProcesses } from "./process-tree.ts";
import type { InstanceRecord } from "./record.ts";
import { termTargets } from "./term-targets.ts";

const POLL_MS = 2;
const SET_UP_POLL_MS = 10;
const GONE_WITHIN_MS = 5000;

/** Asks the app's own programs to end; waits for them if their box is only being set up, until `patience` aborts. */
export async function terminate(
  { clock }: Context,
  record: InstanceRecord | undefined,
  patience: AbortSignal,
): Promise<void> {
  const first = record?.running?.instance.identity;
  while (first && !patience.aborted && (await isAlive(first))) {
    if (await hasCommand(first.pid)) return askToEnd(first.pid);
    await clock.sleep(SET_UP_POLL_MS);
  }
}

/** True once the box's first process has handed over to the app's command. */
async function hasCommand(first: number): Promise<boolean> {
  const children = childrenOf(first, await readProcesses());
  const [own = "", ...others] = await Promise.all([first, ...children].map(commandLineOf));
  return !isBeingSetUp(own, others);
}

/** Who is there is looked at anew: an earlier look may have seen the programs of the set-up. */
async function askToEnd(first: number): Promise<void> {
  const processes = await readProcesses();
  for (const pid of await termTargets(childrenOf(first, processes), processes)) signal(pid, "SIGTERM");
}

/** Ends whatever is left of the instance and returns when nothing is. Safe to call at any time, also twice. */
export async function killAll(
  context: Context,
  id: string,
  record: InstanceRecord | undefined,
): Promise<void> {
  const first = record?.running?.instance.identity;
  // The first process of a PID namespace takes every other one with it, whatever tricks they play.
  if (record?.boxed && first && (await isAlive(first))) signal(first.pid, "SIGKILL");
  await awaitMonitor(context, record);
  const group = cgroupOf(context, id);
  await group?.kill();
  if (!group || !record?.boxed) await killMarked(context, id);
}

/** Found by the marker: daemons that left their parents have kept their environment. */
async function killMarked(context: Context, id: string): Promise<void> {
  const deadline = context.clock.now() + GONE_WITHIN_MS;
  for (;;) {
    const left = await stragglers(context, id);
    if (left.length === 0 || context.clock.now() > deadline) return;
    for (const pid of left) signal(pid, "SIGKILL");
    await context.clock.sleep(POLL_MS);
  }
}

/** It only notes the exit code and ends; killed before that, the code would be lost. */
async function awaitMonitor(context: Context, record: InstanceRecord | undefined): Promise<void> {
  const running = record?.running;
  if (!record?.boxed || !running) return;
  const deadline = context.clock.now() + GONE_WITHIN_MS;
  while ((await isAlive(running.monitor)) && context.clock.now() < deadline)
    await context.clock.sleep(POLL_MS);
}

/** Marked processes and all that descends from them, without those that only look like it: ourselves. */
async function stragglers(context: Context, id: string): Promise<number[]> {
  const marked = await markedAs(context, id);
  const processes = await readProcesses();
  const all = new Set(marked.flatMap((pid) => [pid, ...descendantsOf(pid, processes)]));
  const live = new Set(processes.map((entry) => entry.pid));
  return [...all].filter((pid) => pid !== process.pid && live.has(pid));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already, or by now somebody else's that we may not touch.
  }
}
