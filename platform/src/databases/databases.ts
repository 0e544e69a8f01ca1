import type { DatabaseConnection } from "../plan/endpoints.ts";
import type { Engine } from "../plan/plan.ts";

export interface DatabaseRequest {
  readonly app: string;
  readonly name: string;
  readonly engine: Engine;
  /** Major version, e.g. "15". */
  readonly version: string;
  readonly database: string;
  readonly user: string;
  /** Chosen by the caller and kept by it; a changed one is applied to the running server. */
  readonly password: string;
  /** Addresses to listen on besides 127.0.0.1, e.g. the app's gateway. */
  readonly listen: readonly string[];
  /** Name instances dial; it goes into the server's certificate and the connection. */
  readonly host: string;
  /** Uid the server may run under when we are root; null: decide. */
  readonly uid: number | null;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface DatabaseState {
  readonly app: string;
  readonly name: string;
  readonly engine: Engine;
  readonly version: string;
  readonly state: "running" | "stopped";
  readonly port: number;
  readonly logFile: string;
}

/** The databases this Ashore runs itself. They outlive the control plane. */
export interface Databases {
  /** True if this machine can run the engine; else why not, and what to do. */
  supports(
    engine: Engine,
    version: string,
  ): Promise<{ ok: true } | { ok: false; reason: string; hint: string }>;
  /** Running, reachable, with role and database; idempotent, also after a crash. */
  ensure(request: DatabaseRequest): Promise<DatabaseConnection>;
  list(app: string): Promise<readonly DatabaseState[]>;
  /** Stops one or all of the app's servers; data stays. */
  stop(app: string, name?: string): Promise<void>;
  /** Stops and deletes data. */
  destroy(app: string, name?: string): Promise<void>;
}
