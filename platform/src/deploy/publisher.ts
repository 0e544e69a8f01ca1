import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import { routeTable } from "./route-table.ts";

/** Tells the router what is live. Calls are put in a row; each one sends the state at the time it runs. */
export interface Publisher {
  /** Resolves when the router answers from a table that holds everything that was live at the call. */
  publish(): Promise<void>;
}

const VERSION_SETTING = "route-table-version";

type PublisherParts = Pick<Parts, "router" | "store" | "policy">;

export function publisher(parts: PublisherParts, apps: () => readonly LiveApp[]): Publisher {
  let last: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    const version = Number(parts.store.setting(VERSION_SETTING) ?? 0) + 1;
    parts.store.saveSetting(VERSION_SETTING, String(version));
    await parts.router.apply(routeTable(version, apps(), parts.policy.listenAddresses));
  };
  return {
    publish: () => {
      // A failed publication is its caller's to handle; it must not keep the next one from being sent.
      last = last.catch(() => undefined).then(send);
      return last;
    },
  };
}
