import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { SecretBox } from "../base/secret-box.ts";
import type { Builder } from "../build/builder.ts";
import type { Databases } from "../databases/databases.ts";
import type { Router } from "../router/router.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Store } from "../store/store.ts";
import type { EventHub } from "./event-hub.ts";

/** Everything the conductor works with, chosen by the server. */
export interface Parts {
  readonly runtime: Runtime;
  readonly builder: Builder;
  readonly databases: Databases;
  readonly router: Router;
  readonly store: Store;
  readonly events: EventHub;
  readonly box: SecretBox;
  readonly clock: Clock;
  readonly log: Log;
  readonly paths: Paths;
  readonly policy: Policy;
}

/** Where things lie on disk; every path is absolute. */
export interface Paths {
  logFile(app: string, component: string, id: string): string;
  buildLog(app: string, build: string): string;
  dataDirectory(app: string, component: string): string;
  appDirectory(app: string): string;
}

export interface Policy {
  /** Limits on drain and grace when a whole app is taken down; a spec's own shorter times win. */
  readonly downDrainMs: number;
  readonly downGraceMs: number;
  /** How long something without a port has to run before it counts as running. */
  readonly settleMs: number;
  /** Restarts of an instance that ends before it was ever ready, before the deployment fails. */
  readonly startAttempts: number;
  readonly firstRestartMs: number;
  readonly longestRestartMs: number;
  /** An instance that ran this long starts with the shortest back-off again. */
  readonly stableAfterMs: number;
  readonly databaseCheckMs: number;
  readonly keptDeployments: number;
  readonly keptArtifacts: number;
  /** How many log files of ended instances a component keeps. */
  readonly keptLogs: number;
  /** Loopback addresses the router listens on for HTTP; each app's gateway is added. */
  readonly listenAddresses: readonly string[];
}

export const defaultPolicy: Policy = {
  downDrainMs: 2000,
  downGraceMs: 10_000,
  settleMs: 1000,
  startAttempts: 3,
  firstRestartMs: 500,
  longestRestartMs: 60_000,
  stableAfterMs: 60_000,
  databaseCheckMs: 2000,
  keptDeployments: 10,
  keptArtifacts: 3,
  keptLogs: 5,
  listenAddresses: ["127.0.0.1"],
};
