import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ProcessIdentity } from "../../base/process-identity.ts";
import { databasesDirectory } from "../directories.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { readIfThere } from "../files.ts";
import type { CacheEngine } from "./programs.ts";

/** One cache server with its data. */
export interface Cache {
  readonly app: string;
  readonly name: string;
  readonly directory: string;
}

export interface CacheFiles {
  readonly data: string;
  readonly state: string;
  readonly log: string;
  readonly conf: string;
  readonly password: string;
}

/** What we remember of a cache in its `state.json`. */
export interface CacheState {
  readonly engine: CacheEngine;
  readonly version: string;
  /** Chosen once and kept while nobody else takes it; null before the first start. */
  readonly port: number | null;
  readonly addresses: readonly string[];
  readonly identity: ProcessIdentity | null;
}

const NOTHING: CacheState = { engine: "REDIS", version: "", port: null, addresses: [], identity: null };
const PREFIX = "valkey-";

export function cacheOf(home: string, app: string, name: string): Cache {
  return { app, name, directory: join(databasesDirectory(home, app), `${PREFIX}${name}`) };
}

/** The app's caches that are on disk: one, or all of them. */
export async function findCaches(home: string, app: string, name?: string): Promise<readonly Cache[]> {
  const names = await readdir(databasesDirectory(home, app)).catch(() => []);
  return names
    .filter((each) => (name === undefined ? each.startsWith(PREFIX) : each === `${PREFIX}${name}`))
    .map((each) => cacheOf(home, app, each.slice(PREFIX.length)));
}

export function cacheFiles(cache: Cache): CacheFiles {
  const file = (name: string): string => join(cache.directory, name);
  return {
    data: file("data"),
    state: file("state.json"),
    log: file("cache.log"),
    conf: file("server.conf"),
    password: file("password"),
  };
}

export async function readState(cache: Cache): Promise<CacheState> {
  const text = await readIfThere(cacheFiles(cache).state);
  return text === undefined ? NOTHING : (JSON.parse(text) as CacheState);
}

/** Changes what is remembered and gives the new state. */
export async function updateState(cache: Cache, change: Partial<CacheState>): Promise<CacheState> {
  const former = await readState(cache);
  const state = { ...former, ...change };
  if (JSON.stringify(state) !== JSON.stringify(former))
    await writeWhole(cacheFiles(cache).state, JSON.stringify(state, undefined, 2), { flush: true });
  return state;
}
