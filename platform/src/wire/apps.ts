import type { Failure, Phase } from "./events.ts";

/** `GET /ashore/v1/apps` answers `{ apps: AppStatus[] }`, `GET /ashore/v1/apps/{name}` answers `{ app: AppStatus }`. */
export interface AppStatus {
  readonly name: string;
  readonly id: string;
  readonly directory: string;
  /** What the user asked for: `up` or `down`. */
  readonly wanted: "up" | "down";
  /** http://<app>.localhost:8080 */
  readonly url: string;
  /** Also answered while the app is alone on its router. */
  readonly plainUrl: string | null;
  readonly deployment: DeploymentSummary | null;
  readonly components: readonly ComponentStatus[];
  readonly databases: readonly DatabaseStatus[];
  readonly jobs: readonly JobStatus[];
}

export interface DeploymentSummary {
  readonly id: string;
  readonly number: number;
  readonly phase: Phase;
  readonly cause: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly failure: Failure | null;
}

export interface ComponentStatus {
  readonly name: string;
  readonly kind: "service" | "worker" | "static_site";
  readonly state: "live" | "starting" | "unhealthy" | "restarting" | "failed" | "stopped";
  /** One sentence when the state needs one, else "". */
  readonly message: string;
  /** Public URLs (one per route), empty for components without a route. */
  readonly urls: readonly string[];
  /** How other components dial it, `api:8080`; null if they cannot. */
  readonly privateAddress: string | null;
  readonly instances: readonly InstanceStatus[];
}

export interface InstanceStatus {
  readonly id: string;
  readonly state: "starting" | "healthy" | "unhealthy" | "restarting" | "draining" | "exited";
  readonly pid: number;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly restarts: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly logFile: string;
}

export interface DatabaseStatus {
  readonly name: string;
  readonly engine: string;
  readonly version: string;
  readonly state: "running" | "stopped" | "attached";
  /** `127.0.0.1:5433`, null when stopped. */
  readonly address: string | null;
}

export interface JobStatus {
  readonly name: string;
  readonly kind: string;
  /** RFC 3339 of the next run of a scheduled job, else null. */
  readonly nextRun: string | null;
  /** Newest first, ten at most. */
  readonly runs: readonly JobRun[];
}

export interface JobRun {
  readonly id: string;
  readonly trigger: "DEPLOYMENT" | "SCHEDULED" | "MANUAL";
  readonly phase: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED" | "SKIPPED";
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly exitCode: number | null;
  readonly logFile: string;
}

/** `POST /ashore/v1/apps/{name}/down` */
export interface DownRequest {
  /** Also delete databases, data directories, artifacts and the app's record. */
  readonly data: boolean;
}

export interface DownAnswer {
  readonly app: string;
  /** Ids of instances and names of databases that were stopped. */
  readonly stopped: readonly string[];
}

/** `GET /ashore/v1/apps/{name}/databases` answers `{ databases: DatabaseAccess[] }`: how this machine reaches them. */
export interface DatabaseAccess {
  readonly name: string;
  readonly engine: string;
  readonly url: string;
  /** File with the CA certificate, null if there is none. */
  readonly caFile: string | null;
}

/**
 * `POST /ashore/v1/apps/{name}/jobs/{job}/runs`: runs a job now with the live release; newline-delimited JSON of
 * JobRunEvent until it has ended. Closing the connection cancels the run.
 */
export type JobRunEvent =
  { readonly type: "line"; readonly text: string } | { readonly type: "end"; readonly run: JobRun };

/** `POST /v2/apps/{id}/restart` (App Platform's) */
export interface RestartRequest {
  /** Empty or absent: all. */
  readonly components?: readonly string[] | null;
}
