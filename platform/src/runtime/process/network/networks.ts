import { open } from "node:fs/promises";
import type { AppNetwork, NetworkRequest } from "../../runtime.ts";
import { hasNamespaces, type Context } from "../context.ts";
import { listRecords } from "../record.ts";
import { hostsFile } from "./hosts-file.ts";
import { closeNamespaces, openNamespaces } from "./namespace-network.ts";
import { readNetwork, removeNetwork } from "./network-record.ts";
import { openShared } from "./shared-network.ts";

/** Opens the app's network in the mode this machine allows and tells its running instances the names. */
export function openNetwork(context: Context, request: NetworkRequest): Promise<AppNetwork> {
  return context.network(async () => {
    const openInMode = hasNamespaces(context.capabilities) ? openNamespaces : openShared;
    const network = await openInMode(context, request);
    await refreshHosts(context, request.app);
    return network;
  });
}

export function closeNetwork(context: Context, app: string): Promise<void> {
  return context.network(async () => {
    const record = await readNetwork(context.paths, app);
    if (!record) return;
    if (record.base === null) return removeNetwork(context.paths, app);
    await closeNamespaces(context, record);
  });
}

/** Written in place: the file is bound into running instances, and a renamed one would not be seen there. */
async function refreshHosts(context: Context, app: string): Promise<void> {
  const network = await readNetwork(context.paths, app);
  const records = (await listRecords(context.paths)).filter((record) => record.app === app);
  for (const record of records) {
    const own = { name: record.id, address: record.place?.address ?? "127.0.0.1" };
    await rewrite(context.paths.instance(record.id).hosts, hostsFile(network, own));
  }
}

async function rewrite(path: string, text: string): Promise<void> {
  const file = await open(path, "r+").catch(() => undefined);
  // No file: the instance has just ended, or has not got its own yet and will write it from the new record.
  if (!file) return;
  try {
    await file.truncate();
    await file.write(text, 0);
  } finally {
    await file.close();
  }
}
