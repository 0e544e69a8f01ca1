import { messageOf, PlatformError } from "../base/errors.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import { routeTable } from "./route-table.ts";

/**
 * Tells the router what is live. Calls are put in a row; each one sends the state at the time it runs. A table that
 * the router did not take is owed to it, and sent in the background until it does.
 */
export interface Publisher {
  /**
   * Resolves when the router answers from a table that holds everything that was live at the call.
   * @throws PlatformError of the router, `ROUTER_UNREACHABLE` only when it stays away
   */
  publish(): Promise<void>;
  /** The same for those who go on anyway: a failure is logged and left to the background. Never rejects. */
  refresh(): Promise<void>;
}

const VERSION_SETTING = "route-table-version";
/** A killed router is started again within a second; deployments are not to fail by that. */
const ROUTER_BACK_WITHIN_MS = 5000;
const ASK_AGAIN_MS = 50;
const FIRST_REPAIR_MS = 500;
const LONGEST_REPAIR_MS = 10_000;

type PublisherParts = Pick<Parts, "router" | "store" | "policy" | "clock" | "log">;

export function publisher(parts: PublisherParts, apps: () => readonly LiveApp[]): Publisher {
  let last: Promise<void> = Promise.resolve();
  let isOwed = false;
  let isRepairing = false;
  const send = async (): Promise<void> => {
    isOwed = true;
    const version = Number(parts.store.setting(VERSION_SETTING) ?? 0) + 1;
    parts.store.saveSetting(VERSION_SETTING, String(version));
    await applyPatiently(parts, routeTable(version, apps(), parts.policy.listenAddresses));
    isOwed = false;
  };
  const publish = (): Promise<void> => {
    // A failed publication is its caller's to handle; it must not keep the next one from being sent.
    last = last.catch(() => undefined).then(send);
    last.catch(() => void repair());
    return last;
  };
  const repair = async (): Promise<void> => {
    if (isRepairing) return;
    isRepairing = true;
    for (let pause = FIRST_REPAIR_MS; isOwed; pause = Math.min(pause * 2, LONGEST_REPAIR_MS)) {
      await parts.clock.sleep(pause);
      if (isOwed) await publish().catch(() => undefined);
    }
    isRepairing = false;
  };
  const refresh = async (): Promise<void> => {
    await publish().catch((error: unknown) => {
      parts.log.error("the router did not take the routes; going on to try", { error: messageOf(error) });
    });
  };
  return { publish, refresh };
}

async function applyPatiently(
  { router, clock }: PublisherParts,
  table: Parameters<Parts["router"]["apply"]>[0],
): Promise<void> {
  const deadline = clock.now() + ROUTER_BACK_WITHIN_MS;
  for (;;) {
    try {
      await router.apply(table);
      return;
    } catch (error) {
      const isAway = error instanceof PlatformError && error.code === "ROUTER_UNREACHABLE";
      if (!isAway || clock.now() >= deadline) throw error;
    }
    await clock.sleep(ASK_AGAIN_MS);
  }
}
