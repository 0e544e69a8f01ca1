import type { ProcessIdentity } from "../base/process-identity.ts";

/** One running (or ended) copy of a component or job. Made by runtime, stored, adopted after a restart. */
export interface Instance {
  /** Unique for ever on this machine: `<component>-<deployment number>-<5 random letters>`. */
  readonly id: string;
  readonly app: string;
  readonly component: string;
  /** Address under which the router and our probes reach it. */
  readonly address: string;
  /** Spec port → port it really has at that address; equal in namespace mode. */
  readonly ports: Readonly<Record<string, number>>;
  readonly identity: ProcessIdentity;
  readonly logFile: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface InstanceExit {
  /** Exit code as a shell shows it (128 + n after signal n); null if it could not be learnt. */
  readonly code: number | null;
  readonly outOfMemory: boolean;
}

export type InstanceState =
  { readonly state: "running" } | { readonly state: "exited"; readonly exit: InstanceExit };

/** A listening socket that belongs to the instance's own process tree. */
export interface Listening {
  readonly address: string;
  readonly port: number;
}
