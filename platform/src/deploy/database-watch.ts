import { messageOf } from "../base/errors.ts";
import type { DatabasePlan } from "../plan/plan.ts";
import { provideNoted } from "./app-databases.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";

/** The pause after a database that cannot be started grows to this many times the usual one. */
const MOST_PATIENCE = 16;

/** Starts databases of a live app again when they are gone, until `signal`. */
export function watchDatabases(parts: Parts, app: LiveApp, signal: AbortSignal): void {
  for (const plan of app.release?.plan.databases ?? []) {
    void watch(parts, app, plan, signal).catch((error: unknown) => {
      if (!signal.aborted) parts.log.error("the watch over a database ended", { error: messageOf(error) });
    });
  }
}

async function watch(parts: Parts, app: LiveApp, plan: DatabasePlan, signal: AbortSignal): Promise<void> {
  const { clock, policy } = parts;
  for (let pause = policy.databaseCheckMs; ; await clock.sleep(pause, signal)) {
    const isWell = await keepUp(parts, app, plan, signal);
    pause = isWell ? policy.databaseCheckMs : Math.min(pause * 2, policy.databaseCheckMs * MOST_PATIENCE);
  }
}

/** @returns false if it is gone and cannot be brought back for now */
async function keepUp(parts: Parts, app: LiveApp, plan: DatabasePlan, signal: AbortSignal): Promise<boolean> {
  const isKnown = Object.hasOwn(app.endpoints.databases, plan.name);
  const isRunning = plan.attachedUrl !== null || (await isUp(parts, app.name, plan.name));
  signal.throwIfAborted();
  if (isKnown && isRunning) return true;
  const tell = (message: string): void => parts.events.publish(app.name, null, { type: "notice", message });
  if (!isRunning) tell(`Database ${plan.name} is gone; starting it again`);
  try {
    await provideNoted(parts, app, plan, signal);
    if (!isRunning) tell(`Database ${plan.name} runs again`);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    tell(`Database ${plan.name} could not be started: ${messageOf(error)}`);
    return false;
  }
}

async function isUp(parts: Parts, app: string, name: string): Promise<boolean> {
  const states = await parts.databases.list(app);
  return states.some((one) => one.name === name && one.state === "running");
}
