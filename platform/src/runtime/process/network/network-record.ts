import { mkdir, readdir, rm } from "node:fs/promises";
import type { NetworkRequest } from "../../runtime.ts";
import { readJson, writeJson } from "../json-file.ts";
import type { Paths } from "../paths.ts";

/** An app's inner network as kept on disk. Addresses and ports once given out stay, so that environments stay equal. */
export interface NetworkRecord {
  readonly request: NetworkRequest;
  /** `10.77`: every app of this home has a /24 of its own below it; null in shared mode. */
  readonly base: string | null;
  /** Third number of the app's addresses. */
  readonly index: number;
  /** Last number of each service's address. */
  readonly services: Readonly<Record<string, number>>;
  /** By service and spec port, shared mode only. */
  readonly ports: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const GATEWAY_HOST = 1;

export function addressIn(record: Pick<NetworkRecord, "base" | "index">, host: number): string {
  return `${record.base ?? "127.0"}.${record.index}.${host}`;
}

export function gatewayOf(record: NetworkRecord): string {
  return record.base === null ? "127.0.0.1" : addressIn(record, GATEWAY_HOST);
}

export function readNetwork(paths: Paths, app: string): Promise<NetworkRecord | undefined> {
  return readJson<NetworkRecord>(paths.network(app));
}

export async function writeNetwork(paths: Paths, record: NetworkRecord): Promise<void> {
  await mkdir(paths.networks, { recursive: true });
  await writeJson(paths.network(record.request.app), record);
}

export async function removeNetwork(paths: Paths, app: string): Promise<void> {
  await rm(paths.network(app), { force: true });
}

export async function listNetworks(paths: Paths): Promise<NetworkRecord[]> {
  const names = await readdir(paths.networks).catch(() => []);
  const apps = names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
  const records = await Promise.all(apps.map((app) => readNetwork(paths, app)));
  return records.filter((record) => record !== undefined);
}
