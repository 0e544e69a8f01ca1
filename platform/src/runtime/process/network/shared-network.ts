import type { AppNetwork, NetworkRequest } from "../../runtime.ts";
import type { Context } from "../context.ts";
import { listRecords } from "../record.ts";
import { freePort } from "../../free-port.ts";
import { listNetworks, writeNetwork, type NetworkRecord } from "./network-record.ts";

/** Without namespaces: each spec port of a service gets a port of its own on the loopback, and keeps it. */
export async function openShared(context: Context, request: NetworkRequest): Promise<AppNetwork> {
  const networks = await listNetworks(context.paths);
  const before = networks.find((network) => network.request.app === request.app && network.base === null);
  const used = await portsInUse(context, networks);
  const ports: Record<string, Record<string, number>> = {};
  for (const service of request.services) {
    const own: Record<string, number> = {};
    for (const specPort of service.ports) {
      const port = before?.ports[service.name]?.[specPort] ?? (await freePort(used));
      used.add(port);
      own[specPort] = port;
    }
    ports[service.name] = own;
  }
  const record: NetworkRecord = { request, base: null, index: 0, services: {}, ports };
  await writeNetwork(context.paths, record);
  return describeShared(record);
}

/** Ports that were given out, whether anything listens on them at this moment or not. */
export async function portsInUse(context: Context, networks: readonly NetworkRecord[]): Promise<Set<number>> {
  const given = networks.flatMap((network) =>
    Object.values(network.ports).flatMap((own) => Object.values(own)),
  );
  const records = await listRecords(context.paths);
  return new Set([...given, ...records.flatMap((record) => Object.values(record.ports))]);
}

function describeShared(record: NetworkRecord): AppNetwork {
  const address = "127.0.0.1";
  const entries = Object.entries(record.ports);
  return {
    gateway: address,
    services: Object.fromEntries(entries.map(([name, ports]) => [name, { host: address, ports }])),
    forwards: entries.flatMap(([service, ports]) =>
      Object.entries(ports).map(([specPort, port]) => ({
        service,
        specPort: Number(specPort),
        address,
        port,
      })),
    ),
  };
}
