import type { Clock } from "../../base/clock.ts";
import { isAlive } from "../../base/process-identity.ts";
import type { Instance, InstanceExit, InstanceState } from "../../plan/instance.ts";
import type { Context } from "./context.ts";
import { killAll } from "./end-processes.ts";
import { cgroupOf } from "./members.ts";
import { readRecord, type InstanceRecord } from "./record.ts";
import { readStatus } from "./status-file.ts";
import { watchChanges } from "./watch-changes.ts";

const NOTED_WITHIN_MS = 2000;
const NOTE_POLL_MS = 2;
const LOOK_EVERY_MS = 500;

/**
 * Purely from what is on disk and in /proc, so it tells the same to a control plane that has just come back. An
 * instance has ended when its command has; what the command left running is ended then and there.
 */
export async function inspectInstance(context: Context, instance: Instance): Promise<InstanceState> {
  const { exitCode } = await readStatus(context.paths.instance(instance.id).status);
  const alive = await isAlive(instance.identity);
  if (alive && exitCode === null) return { state: "running" };
  if (alive) await killRest(context, instance);
  return { state: "exited", exit: await readExit(context, instance) };
}

/** Resolves when the instance has ended. @throws the signal's reason on abort */
export async function awaitExit(
  context: Context,
  instance: Instance,
  signal?: AbortSignal,
): Promise<InstanceExit> {
  const changes = watchChanges(context.paths.instance(instance.id).status);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const changed = changes.next();
      const state = await inspectInstance(context, instance);
      if (state.state === "exited") return state.exit;
      await waitFor(changed, context.clock, signal);
    }
  } finally {
    changes.close();
  }
}

/** Until the exit code is noted; looked at now and then all the same, in case nobody is left to note it. */
async function waitFor(changed: Promise<void>, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  const enough = new AbortController();
  const signals = signal ? [signal, enough.signal] : [enough.signal];
  const pause = clock.sleep(LOOK_EVERY_MS, AbortSignal.any(signals)).catch(() => undefined);
  await Promise.race([changed, pause]);
  enough.abort();
}

async function killRest(context: Context, instance: Instance): Promise<void> {
  const record = await readRecord(context.paths, instance.id);
  if (record && isSame(record, instance)) await killAll(context, instance.id, record);
}

async function readExit(context: Context, instance: Instance): Promise<InstanceExit> {
  const record = await readRecord(context.paths, instance.id);
  // Another one's directory, or none: nothing is known of this end.
  if (!record || !isSame(record, instance)) return { code: null, outOfMemory: false };
  const code = await readCode(context, record);
  const oomKills = (await cgroupOf(context, instance.id)?.oomKills()) ?? 0;
  return { code, outOfMemory: oomKills > 0 && code !== 0 };
}

function isSame(record: InstanceRecord, { identity }: Instance): boolean {
  const own = record.running?.instance.identity;
  return (
    own?.pid === identity.pid && own.startTicks === identity.startTicks && own.bootId === identity.bootId
  );
}

/** The process that waits for the instance notes its code a moment after its end. */
async function readCode(context: Context, record: InstanceRecord): Promise<number | null> {
  const monitor = record.running?.monitor;
  const deadline = context.clock.now() + NOTED_WITHIN_MS;
  for (;;) {
    const isLast = !monitor || context.clock.now() > deadline || !(await isAlive(monitor));
    const { exitCode } = await readStatus(context.paths.instance(record.id).status);
    if (exitCode !== null || isLast) return exitCode;
    await context.clock.sleep(NOTE_POLL_MS);
  }
}
