import type { Instance, InstanceExit } from "../../plan/instance.ts";
import type { Context } from "./context.ts";
import { killAll, terminate } from "./end-processes.ts";
import { awaitExit, inspectInstance } from "./inspect.ts";
import { readRecord } from "./record.ts";
import { removeLeftovers } from "./remove-leftovers.ts";

/** TERM, then after `graceMs` KILL to the whole tree; then nothing of the instance is left but its log. */
export async function stopInstance(
  context: Context,
  instance: Instance,
  graceMs: number,
): Promise<InstanceExit> {
  const record = await readRecord(context.paths, instance.id);
  const exit = await endGently(context, instance, graceMs, (patience) =>
    terminate(context, record, patience),
  );
  const last = exit ?? (await endByForce(context, instance));
  await removeLeftovers(context, instance.id);
  return last;
}

async function endGently(
  context: Context,
  instance: Instance,
  graceMs: number,
  ask: (patience: AbortSignal) => Promise<void>,
): Promise<InstanceExit | undefined> {
  const state = await inspectInstance(context, instance);
  if (state.state === "exited") return state.exit;
  const patience = AbortSignal.timeout(graceMs);
  await ask(patience);
  try {
    return await awaitExit(context, instance, patience);
  } catch (error) {
    if (patience.aborted) return undefined;
    throw error;
  }
}

async function endByForce(context: Context, instance: Instance): Promise<InstanceExit> {
  await killAll(context, instance.id, await readRecord(context.paths, instance.id));
  const state = await inspectInstance(context, instance);
  return state.state === "exited" ? state.exit : { code: null, outOfMemory: false };
}
