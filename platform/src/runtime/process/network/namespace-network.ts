import { writeFile } from "node:fs/promises";
import { PlatformError } from "../../../base/errors.ts";
import type { AppNetwork, NetworkRequest } from "../../runtime.ts";
import type { Context } from "../context.ts";
import { listRecords } from "../record.ts";
import { allocateNetwork, blockOf, chooseBase, isFree, type Block } from "./allocation.ts";
import { ipBatch, ipBatchForced, ipJson, nft } from "./commands.ts";
import { closeFirewall, openFirewall } from "./firewall.ts";
import { serviceAddress } from "./hosts-file.ts";
import {
  addressIn,
  gatewayOf,
  listNetworks,
  removeNetwork,
  writeNetwork,
  type NetworkRecord,
} from "./network-record.ts";
import { nftRemoval, nftRules } from "./nft-rules.ts";
import { innerResolvConf } from "./resolv-conf.ts";

/** The port a browser would dial; it leads to a service's first port. */
const HTTP_PORT = 80;

/** Bridge, addresses and rules as the request wants them, whatever of it there was before. */
export async function openNamespaces(context: Context, request: NetworkRequest): Promise<AppNetwork> {
  const networks = await listNetworks(context.paths);
  const base = context.networkBase ?? (await findBase(context, networks));
  const record = allocateNetwork(request, base, networks);
  if (!record) throw networkFull();
  await writeNetwork(context.paths, record);
  const rules = nftRules(context.names, await listNetworks(context.paths));
  await Promise.all([
    raiseBridge(context, record),
    writeFile("/proc/sys/net/ipv4/ip_forward", "1"),
    nft(context, rules),
    openFirewall(context),
  ]);
  return describe(record);
}

/** Takes the app's network down; the last one takes our rules with it. */
export async function closeNamespaces(context: Context, record: NetworkRecord): Promise<void> {
  await ipBatchForced(context, [`link del ${context.names.bridge(record.index)}`]);
  await removeNetwork(context.paths, record.request.app);
  const left = (await listNetworks(context.paths)).filter((network) => network.base !== null);
  if (left.length > 0) return nft(context, nftRules(context.names, left));
  await nft(context, nftRemoval(context.names));
  await closeFirewall(context);
}

async function raiseBridge(context: Context, record: NetworkRecord): Promise<void> {
  const bridge = context.names.bridge(record.index);
  const found = await readAddresses(context, bridge);
  const exists = found !== undefined;
  const wanted = [1, ...Object.values(record.services)].map((host) => addressIn(record, host));
  const present = found ?? [];
  await ipBatch(context, [
    ...(exists ? [] : [`link add ${bridge} type bridge`]),
    ...present
      .filter((address) => !wanted.includes(address))
      .map((address) => `addr del ${address}/24 dev ${bridge}`),
    ...wanted
      .filter((address) => !present.includes(address))
      .map((address) => `addr add ${address}/24 dev ${bridge}`),
    ...(exists ? [] : [`link set ${bridge} up`]),
  ]);
  if (!exists) await replugCables(context, record);
}

/** Somebody took the bridge away under running instances; one that has ended meanwhile has no cable any more. */
async function replugCables(context: Context, record: NetworkRecord): Promise<void> {
  const records = (await listRecords(context.paths)).filter((one) => one.app === record.request.app);
  const hosts = records.flatMap((one) => one.place?.host ?? []);
  const bridge = context.names.bridge(record.index);
  const lines = hosts.map(
    (host) => `link set ${context.names.cable(record.index, host)} master ${bridge} up`,
  );
  await ipBatchForced(context, lines);
}

interface LinkAnswer {
  readonly ifname?: string;
  readonly addr_info?: readonly { readonly family: string; readonly local: string }[];
}

/** The bridge's IPv4 addresses, or undefined if there is no such bridge. */
async function readAddresses(context: Context, bridge: string): Promise<string[] | undefined> {
  const links = (await ipJson(context, ["addr", "show"])) as readonly LinkAnswer[];
  const link = links.find((one) => one.ifname === bridge);
  return link?.addr_info?.filter((one) => one.family === "inet").map((one) => one.local);
}

/** The range in use, unless somebody else took it while ours was down; else a free one. */
async function findBase(context: Context, networks: readonly NetworkRecord[]): Promise<string> {
  const taken = await foreignBlocks(context);
  const own = networks.map((network) => network.base).filter((base) => base !== null);
  const seed = Number.parseInt(context.names.label, 16);
  const base = own.find((one) => isFree(one, taken)) ?? chooseBase(taken, seed);
  if (base === undefined) throw networkFull();
  return base;
}

interface RouteAnswer {
  readonly dst?: string;
  readonly dev?: string;
}

async function foreignBlocks(context: Context): Promise<Block[]> {
  const routes = (await ipJson(context, ["-4", "route", "show", "table", "all"])) as readonly RouteAnswer[];
  const foreign = routes.filter((route) => route.dev?.startsWith(context.names.interfacePrefix) !== true);
  const { servers } = await innerResolvConf();
  const texts = [...foreign.map((route) => route.dst ?? "default"), ...servers];
  return texts.filter((text) => /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(text)).map(blockOf);
}

function describe(record: NetworkRecord): AppNetwork {
  const { services } = record.request;
  const direct = (ports: readonly number[]): Record<string, number> =>
    Object.fromEntries(ports.map((port) => [port, port]));
  return {
    gateway: gatewayOf(record),
    services: Object.fromEntries(
      services.map(({ name, ports }) => [name, { host: name, ports: direct(ports) }]),
    ),
    forwards: services.flatMap(({ name, ports }) => {
      const address = serviceAddress(record, name);
      const own = ports.map((port) => ({ service: name, specPort: port, address, port }));
      const first = ports[0];
      if (first === undefined || ports.includes(HTTP_PORT)) return own;
      return [...own, { service: name, specPort: first, address, port: HTTP_PORT }];
    }),
  };
}

function networkFull(): PlatformError {
  return new PlatformError("NETWORK_FULL", "there is no free range of inner addresses left on this machine", {
    hint: "Ashore takes a /16 of 10.0.0.0/8 that no route of the machine uses",
  });
}
