import { addressIn, gatewayOf, type NetworkRecord } from "./network-record.ts";

/** The text of an instance's /etc/hosts; `own` is its own name and address. */
export function hostsFile(
  network: NetworkRecord | undefined,
  own: { name: string; address: string },
): string {
  const lines = [
    ["127.0.0.1", "localhost"],
    ["::1", "localhost ip6-localhost ip6-loopback"],
    [own.address, own.name],
    ...(network === undefined ? [] : networkLines(network)),
  ];
  return lines.map(([address, names]) => `${address}\t${names}\n`).join("");
}

function networkLines(network: NetworkRecord): string[][] {
  const gateway = gatewayOf(network);
  const { services, databases, publicHosts } = network.request;
  const reached = new Set(services.map((service) => service.name));
  const names = ["host.ashore.internal", ...databases, ...publicHosts].filter((name) => !reached.has(name));
  return [
    ...services.map(({ name }) => [serviceAddress(network, name), name]),
    ...[...new Set(names)].map((name) => [gateway, name]),
  ];
}

/** The stable address at which the router takes connections to a service. */
export function serviceAddress(network: NetworkRecord, service: string): string {
  const host = network.services[service];
  return network.base === null || host === undefined ? "127.0.0.1" : addressIn(network, host);
}
