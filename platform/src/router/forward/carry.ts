import { connect, type Socket } from "node:net";
import type { Target } from "../../base/route-table.ts";
import { joinTunnel } from "../http/tunnel.ts";
import type { InFlight } from "../upstream/targets.ts";

const CONNECT_TIMEOUT_MS = 5000;

/** Brings one connection to the target with the fewest under way; if it can't be reached, to the next. */
export function carry(client: Socket, targets: readonly Target[], flightsOf: (id: string) => InFlight): void {
  const best = claimTarget(targets, flightsOf);
  if (!best) {
    client.resetAndDestroy();
    return;
  }
  const { target, flights } = best;
  const upstream = connect({ host: target.address, port: target.port, allowHalfOpen: true });
  const giveUp = (): void => {
    client.off("close", giveUp);
    upstream.removeAllListeners("connect");
    upstream.destroy();
    flights.end();
    if (client.destroyed) return;
    const others = targets.filter((other) => other !== target);
    carry(client, others, flightsOf);
  };
  upstream.setTimeout(CONNECT_TIMEOUT_MS, giveUp);
  upstream.once("error", giveUp);
  client.once("close", giveUp);
  client.on("error", () => client.destroy());
  upstream.once("connect", () => {
    upstream.off("error", giveUp);
    upstream.removeAllListeners("timeout");
    client.off("close", giveUp);
    joinTunnel(client, upstream, () => flights.end());
  });
}

/** Picks and counts in one step. */
function claimTarget(
  targets: readonly Target[],
  flightsOf: (id: string) => InFlight,
): { target: Target; flights: InFlight } | undefined {
  let best: { target: Target; flights: InFlight } | undefined;
  for (const target of targets) {
    const flights = flightsOf(target.id);
    if (!best || flights.count < best.flights.count) best = { target, flights };
  }
  best?.flights.begin();
  return best;
}
