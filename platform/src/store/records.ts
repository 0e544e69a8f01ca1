import type { EventBody, Failure, Phase } from "../base/event.ts";
import type { Artifact } from "../plan/artifact.ts";
import type { Instance } from "../plan/instance.ts";
import type { Plan } from "../plan/plan.ts";

/** Times in records are milliseconds since the epoch. */
export interface AppRecord {
  readonly id: string;
  readonly name: string;
  /** Absolute directory of the checkout it was last brought up from. */
  readonly directory: string;
  readonly wanted: "up" | "down";
  /** The deployment whose release runs; null before the first one and while down. */
  readonly liveDeployment: string | null;
  /** Unprivileged uid its code runs under when we are root. */
  readonly uid: number | null;
  readonly createdAt: number;
}

/** A deployment and, once it has artifacts for every build, a release. */
export interface DeploymentRecord {
  readonly id: string;
  readonly app: string;
  /** Counts from 1 within the app. */
  readonly number: number;
  readonly phase: Phase;
  readonly cause: string;
  readonly plan: Plan;
  /** The completed spec, as App Platform's clients see it; secrets as ciphertext. */
  readonly spec: unknown;
  /** Source roots and files of the builds, needed to build again after a crash. */
  readonly sources: readonly SourceRecord[];
  /** By build name. */
  readonly artifacts: Readonly<Record<string, Artifact>>;
  /** Components to start anew although nothing of them changed. */
  readonly restart: readonly string[];
  readonly failure: Failure | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SourceRecord {
  readonly id: string;
  readonly root: string;
  readonly files: readonly string[];
}

/** `desired` is the intent, written before it is carried out. */
export interface InstanceRecord {
  readonly instance: Instance;
  readonly deploymentId: string;
  readonly role: "component" | "job";
  readonly desired: "running" | "draining" | "stopped";
  /** Keyed hash of all that it was started with; an equal one need not be started anew. */
  readonly fingerprint: string;
  readonly restarts: number;
}

export interface JobRunRecord {
  readonly id: string;
  readonly app: string;
  readonly job: string;
  readonly deploymentId: string;
  readonly trigger: "DEPLOYMENT" | "SCHEDULED" | "MANUAL";
  readonly phase: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED" | "SKIPPED";
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly exitCode: number | null;
  readonly logFile: string;
}

export type StoredEventBody = Exclude<EventBody, { readonly type: "output" }>;

export interface EventRecord {
  readonly seq: number;
  readonly at: number;
  readonly app: string;
  readonly deploymentId: string | null;
  /** Lines of output are not kept here: they stand in log files. */
  readonly body: StoredEventBody;
}
