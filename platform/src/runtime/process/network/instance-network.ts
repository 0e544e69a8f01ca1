import { randomInt } from "node:crypto";
import { PlatformError } from "../../../base/errors.ts";
import type { Context } from "../context.ts";
import { listRecords, type NetworkPlace } from "../record.ts";
import { cardAddress, nextInstanceHost } from "./allocation.ts";
import { ipBatch, ipBatchForced } from "./commands.ts";
import { addressIn, gatewayOf, type NetworkRecord } from "./network-record.ts";

/** A free address of the app's network; the caller writes it down before anybody else asks. */
export async function takeAddress(context: Context, network: NetworkRecord): Promise<NetworkPlace> {
  const { app } = network.request;
  const records = (await listRecords(context.paths)).filter((record) => record.app === app);
  const used = records.flatMap((record) => record.place?.host ?? []);
  const host = nextInstanceHost(used, randomInt(256));
  if (host === undefined) throw noAddress(app);
  return { address: addressIn(network, host), host };
}

/** A namespace with a cable to the app's bridge. @returns the path by which the namespace is entered */
export async function plugIn(
  context: Context,
  network: NetworkRecord,
  id: string,
  place: NetworkPlace,
): Promise<string> {
  const { names } = context;
  const namespace = names.namespace(id);
  const cable = names.cable(network.index, place.host);
  await ipBatch(context, [
    `netns add ${namespace}`,
    `link add ${cable} type veth peer name eth0 address ${cardAddress(place.address)} netns ${namespace}`,
    `link set ${cable} master ${names.bridge(network.index)} up`,
  ]);
  const inside = [
    "link set lo up",
    `addr add ${place.address}/24 dev eth0`,
    "link set eth0 up",
    `route add default via ${gatewayOf(network)}`,
  ];
  await ipBatch(context, inside, namespace);
  return namespacePath(namespace);
}

/**
 * Removes the cable and the namespace. The kernel takes its time with what is in a namespace that is gone, so the
 * cable, where we know it, goes first.
 */
export async function unplug(context: Context, id: string, place: NetworkPlace | null): Promise<void> {
  const { names } = context;
  const index = Number(place?.address.split(".")[2]);
  const cable = place === null ? [] : [`link del ${names.cable(index, place.host)}`];
  await ipBatchForced(context, [...cable, `netns del ${names.namespace(id)}`]);
}

export const NAMESPACES = "/run/netns";

function namespacePath(namespace: string): string {
  return `${NAMESPACES}/${namespace}`;
}

function noAddress(app: string): PlatformError {
  return new PlatformError("NETWORK_FULL", `the inner network of ${app} has no free address left`, {
    hint: "an app may have 191 instances on one machine",
  });
}
