import type { PipedChild } from "../base/exec.ts";
import type { Artifact } from "../plan/artifact.ts";
import type { ServiceEndpoint } from "../plan/endpoints.ts";
import type { Instance, InstanceExit, InstanceState, Listening } from "../plan/instance.ts";
import type { Size } from "../plan/plan.ts";

/** Which means of isolation this machine allows; shown by `status`. */
export interface RuntimeDescription {
  readonly runtime: "process" | "docker" | "fake";
  /** `namespaces`: each instance has its own network; `shared`: ports are assigned on the loopback. */
  readonly network: "namespaces" | "shared";
  /** In use, e.g. `cgroup-v1`, `uid`, `bubblewrap`, `network-namespace`. */
  readonly isolation: readonly string[];
  /** What is missing and what it would give, one sentence each. */
  readonly notes: readonly string[];
}

export interface NetworkRequest {
  readonly app: string;
  /** Services that others may dial, with their spec ports. */
  readonly services: readonly { readonly name: string; readonly ports: readonly number[] }[];
  /** Names of databases; they resolve to the gateway inside instances. */
  readonly databases: readonly string[];
  /** Names of every app's public host; they resolve to the gateway inside instances. */
  readonly publicHosts: readonly string[];
}

/** An app's inner network. Idempotent to open; it survives our death and is found again. */
export interface AppNetwork {
  /** Address of this machine as instances see it; the router and databases listen there. 127.0.0.1 when shared. */
  readonly gateway: string;
  readonly services: Readonly<Record<string, ServiceEndpoint>>;
  /** By service and spec port: where the router is to listen for other components. */
  readonly forwards: readonly {
    readonly service: string;
    readonly specPort: number;
    readonly address: string;
    readonly port: number;
  }[];
}

export interface StartRequest {
  readonly id: string;
  readonly app: string;
  readonly component: string;
  readonly artifact: Artifact;
  /** Shell line for `sh -c`. */
  readonly command: string;
  /** The component's variables; PATH, HOME and the artifact's defaults are added under them. */
  readonly env: Readonly<Record<string, string>>;
  readonly size: Size;
  /** Spec ports the instance is expected to listen on; the first one is what PORT says. */
  readonly ports: readonly number[];
  /** True: PORT is set to the real port of `ports[0]`. */
  readonly injectPort: boolean;
  /** Host directory that is to appear at `path` and survive the instance. */
  readonly data: { readonly hostDirectory: string; readonly path: string } | null;
  readonly uid: number | null;
  readonly logFile: string;
}

export interface Runtime {
  describe(): Promise<RuntimeDescription>;
  openNetwork(request: NetworkRequest): Promise<AppNetwork>;
  closeNetwork(app: string): Promise<void>;
  /** Returns as soon as the process exists; whether it is well is asked with probes and `inspect`. */
  start(request: StartRequest): Promise<Instance>;
  inspect(instance: Instance): Promise<InstanceState>;
  /** Resolves when the instance has ended; rejects with the signal's reason on abort. */
  awaitExit(instance: Instance, signal: AbortSignal): Promise<InstanceExit>;
  /** Sockets its own processes listen on (also on its loopback only). */
  listening(instance: Instance): Promise<readonly Listening[]>;
  /** The instance with its `ports` corrected to what it really listens on (shared mode only). */
  locate(instance: Instance): Promise<Instance>;
  /** TERM, then after `graceMs` KILL to the whole tree. Removes its working copy and network, keeps its log. */
  stop(instance: Instance, graceMs: number): Promise<InstanceExit>;
  /** A command in the instance's own view of files, network and environment. */
  exec(instance: Instance, command: readonly string[], terminal: boolean): Promise<PipedChild>;
  /** Memory in use by the whole tree, in bytes; 0 if it cannot be told. */
  memory(instance: Instance): Promise<number>;
  /** Ends and removes everything of ours on this machine whose instance id is not in `keep`. @returns ids removed */
  sweep(keep: readonly string[]): Promise<readonly string[]>;
}
