import { messageOf } from "../base/errors.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import { provide } from "./steps/provide-databases.ts";

/** Starts databases of a live app again when they are gone, until `signal`. */
export function watchDatabases(parts: Parts, app: LiveApp, signal: AbortSignal): void {
  void watch(parts, app, signal).catch((error: unknown) => {
    if (!signal.aborted) parts.log.error("the watch over databases ended", { error: messageOf(error) });
  });
}

async function watch(parts: Parts, app: LiveApp, signal: AbortSignal): Promise<void> {
  const ours = (app.release?.plan.databases ?? []).filter((database) => database.attachedUrl === null);
  if (ours.length === 0) return;
  for (;;) {
    await parts.clock.sleep(parts.policy.databaseCheckMs, signal);
    const states = await parts.databases.list(app.name);
    for (const plan of ours) {
      if (states.some((one) => one.name === plan.name && one.state === "running")) continue;
      signal.throwIfAborted();
      await revive(parts, app, plan, signal);
    }
  }
}

async function revive(
  parts: Parts,
  app: LiveApp,
  plan: Parameters<typeof provide>[2],
  signal: AbortSignal,
): Promise<void> {
  const tell = (message: string): void => parts.events.publish(app.name, null, { type: "notice", message });
  tell(`Database ${plan.name} is gone; starting it again`);
  try {
    await provide(parts, app, plan, { onLine: () => undefined, signal });
    tell(`Database ${plan.name} runs again`);
  } catch (error) {
    signal.throwIfAborted();
    tell(`Database ${plan.name} could not be started: ${messageOf(error)}`);
  }
}
