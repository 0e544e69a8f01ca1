import { readdir } from "node:fs/promises";
import type { ProcessIdentity } from "../../base/process-identity.ts";
import type { Instance } from "../../plan/instance.ts";
import { readJson, writeJson } from "./json-file.ts";
import type { Paths } from "./paths.ts";

/** What is on disk of an instance: enough to find, end and remove everything of it after our own death. */
export interface InstanceRecord {
  readonly id: string;
  readonly app: string;
  readonly uid: number | null;
  /** True if it runs in a PID namespace, whose first process takes all others with it. */
  readonly boxed: boolean;
  /** Null in shared mode. */
  readonly place: NetworkPlace | null;
  /** Spec port → port it is expected to listen on. */
  readonly ports: Readonly<Record<string, number>>;
  /** Inside or outside, wherever the command finds it. */
  readonly workspace: string;
  /** Null until the process exists. */
  readonly running: {
    readonly instance: Instance;
    /** The process that waits for the instance and notes its exit code. */
    readonly monitor: ProcessIdentity;
  } | null;
}

export interface NetworkPlace {
  readonly address: string;
  /** Last number of the address. */
  readonly host: number;
}

export async function writeRecord(paths: Paths, record: InstanceRecord): Promise<void> {
  await writeJson(paths.instance(record.id).record, record);
}

export function readRecord(paths: Paths, id: string): Promise<InstanceRecord | undefined> {
  return readJson<InstanceRecord>(paths.instance(id).record);
}

/** Ids of all instances that have a directory, finished or not. */
export async function listInstances(paths: Paths): Promise<string[]> {
  return readdir(paths.instances).catch(() => []);
}

export async function listRecords(paths: Paths): Promise<InstanceRecord[]> {
  const ids = await listInstances(paths);
  const records = await Promise.all(ids.map((id) => readRecord(paths, id)));
  return records.filter((record) => record !== undefined);
}
