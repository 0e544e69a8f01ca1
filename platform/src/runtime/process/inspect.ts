import { isAlive } from "../../base/process-identity.ts";
import type { Instance, InstanceExit, InstanceState } from "../../plan/instance.ts";
import type { Context } from "./context.ts";
import { cgroupOf } from "./members.ts";
import { readRecord } from "./record.ts";
import { readStatus } from "./status-file.ts";

const NOTED_WITHIN_MS = 2000;
const NOTE_POLL_MS = 2;
const FIRST_POLL_MS = 10;
const LAST_POLL_MS = 200;

/** Purely from what is on disk and in /proc, so it tells the same to a control plane that has just come back. */
export async function inspectInstance(context: Context, instance: Instance): Promise<InstanceState> {
  if (await isAlive(instance.identity)) return { state: "running" };
  return { state: "exited", exit: await readExit(context, instance) };
}

/** Resolves when the instance has ended. @throws the signal's reason on abort */
export async function awaitExit(
  context: Context,
  instance: Instance,
  signal?: AbortSignal,
): Promise<InstanceExit> {
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 1.5, LAST_POLL_MS)) {
    signal?.throwIfAborted();
    const state = await inspectInstance(context, instance);
    if (state.state === "exited") return state.exit;
    await context.clock.sleep(pause, signal);
  }
}

async function readExit(context: Context, instance: Instance): Promise<InstanceExit> {
  const code = await readCode(context, instance);
  const oomKills = (await cgroupOf(context, instance.id)?.oomKills()) ?? 0;
  return { code, outOfMemory: oomKills > 0 && code !== 0 };
}

/** The process that waits for the instance notes its code a moment after its end. */
async function readCode(context: Context, instance: Instance): Promise<number | null> {
  const paths = context.paths.instance(instance.id);
  const monitor = (await readRecord(context.paths, instance.id))?.running?.monitor;
  const deadline = context.clock.now() + NOTED_WITHIN_MS;
  for (;;) {
    const isLast = !monitor || context.clock.now() > deadline || !(await isAlive(monitor));
    const { exitCode } = await readStatus(paths.status);
    if (exitCode !== null || isLast) return exitCode;
    await context.clock.sleep(NOTE_POLL_MS);
  }
}
