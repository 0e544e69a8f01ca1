import type { NetworkRequest } from "../../runtime.ts";
import type { NetworkRecord } from "./network-record.ts";

const SERVICE_HOSTS = { first: 2, last: 63 } as const;
const INSTANCE_HOSTS = { first: 64, last: 254 } as const;
const APPS = 256;
/** Second numbers that are tried, from less to more usual in other people's networks. */
const BASES = [...range(200, 250), ...range(100, 199)];

/** An IPv4 block as the machine's routes and resolvers name it. */
export interface Block {
  readonly address: number;
  readonly prefixLength: number;
}

/**
 * A /16 of 10.0.0.0/8 that no foreign route (but the default one) and no name server lies in; the search starts at a
 * place that depends on `seed`, so that two Ashores that look at the same moment find different ones.
 */
export function chooseBase(taken: readonly Block[], seed: number): string | undefined {
  const start = seed % BASES.length;
  const order = [...BASES.slice(start), ...BASES.slice(0, start)];
  return order.map((second) => `10.${second}`).find((base) => isFree(base, taken));
}

/** True if none of the blocks touches the /16 of this base. */
export function isFree(base: string, taken: readonly Block[]): boolean {
  return !taken.some((block) => overlaps(block, blockOf(`${base}.0.0/16`)));
}

/** `10.0.0.0/8` or `10.1.2.3` as a block. */
export function blockOf(text: string): Block {
  const [address, length] = text.split("/");
  const parts = (address ?? "").split(".").map(Number);
  const value = parts.reduce((sum, part) => sum * 256 + part, 0);
  return { address: value, prefixLength: length === undefined ? 32 : Number(length) };
}

function overlaps(a: Block, b: Block): boolean {
  const size = 2 ** (32 - Math.min(a.prefixLength, b.prefixLength));
  return Math.floor(a.address / size) === Math.floor(b.address / size);
}

/** The app's network with a place for each service; what it had before stays as it was. */
export function allocateNetwork(
  request: NetworkRequest,
  base: string,
  networks: readonly NetworkRecord[],
): NetworkRecord | undefined {
  const before = networks.find((network) => network.request.app === request.app && network.base === base);
  const used = new Set(networks.filter((network) => network.base === base).map((network) => network.index));
  const index = before?.index ?? range(0, APPS - 1).find((candidate) => !used.has(candidate));
  if (index === undefined) return undefined;
  const services: Record<string, number> = {};
  for (const { name } of request.services) {
    const kept = before?.services[name];
    const host = kept ?? freeHost([...Object.values(before?.services ?? {}), ...Object.values(services)]);
    if (host === undefined) return undefined;
    services[name] = host;
  }
  return { request, base, index, services, ports: {} };
}

function freeHost(used: readonly number[]): number | undefined {
  return range(SERVICE_HOSTS.first, SERVICE_HOSTS.last).find((host) => !used.includes(host));
}

/** A free last number for a new instance, looked for from `from` on; callers vary it, so that addresses rest a while. */
export function nextInstanceHost(used: readonly number[], from: number): number | undefined {
  const hosts = range(INSTANCE_HOSTS.first, INSTANCE_HOSTS.last);
  return [...hosts.filter((host) => host >= from), ...hosts].find((host) => !used.includes(host));
}

/** A card address that belongs to the IP address, so that a reused one never meets a stale neighbour entry. */
export function cardAddress(address: string): string {
  const parts = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return `02:a5:${parts.join(":")}`;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
