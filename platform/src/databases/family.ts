import type { Clock } from "../base/clock.ts";
import type { Environment } from "../base/exec.ts";
import type { Log } from "../base/log.ts";
import type { DatabaseConnection } from "../plan/endpoints.ts";
import type { KeyedQueue } from "./keyed-queue.ts";
import type { DatabaseRequest, DatabaseState } from "./databases.ts";

/** What every family of databases needs of the machine. */
export interface MachineOptions {
  /** Absolute home of this Ashore; data lies below `apps/<app>/databases`. */
  readonly home: string;
  /** Absolute directory of fetched programs; `postgres/<major>` below it is ours. */
  readonly toolchains: string;
  /** True if we run as root, which database servers must not. */
  readonly isRoot: boolean;
  /** PATH to look programs up in, and what npm needs of the user's environment (HOME, proxies, `npm_config_*`). */
  readonly passEnv: Environment;
  readonly clock: Clock;
  readonly log: Log;
}

/** The machine, with what keeps work of several apps on one common thing in order. */
export interface Machine extends MachineOptions {
  /** By name of the thing: `authority`, `postgres-16`. */
  readonly oneAtATime: KeyedQueue;
}

export type Support =
  { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly hint: string };

/** One kind of database server on this machine. Calls for one app come one after the other. */
export interface Family {
  supports(version: string): Promise<Support>;
  ensure(request: DatabaseRequest): Promise<DatabaseConnection>;
  list(app: string): Promise<readonly DatabaseState[]>;
  stop(app: string, name?: string): Promise<void>;
  destroy(app: string, name?: string): Promise<void>;
}
