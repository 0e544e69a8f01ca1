/** Where a deployment stands; App Platform's phases. */
export type Phase =
  | "PENDING_BUILD"
  | "BUILDING"
  | "PENDING_DEPLOY"
  | "DEPLOYING"
  | "ACTIVE"
  | "SUPERSEDED"
  | "ERROR"
  | "CANCELED";

/** Why a deployment or a job failed, as people are told. */
export interface Failure {
  /** App Platform's reason code, e.g. `DeployContainerHealthChecksFailed`, or a PlatformError's code. */
  readonly code: string;
  readonly component: string | null;
  /** The cause in one sentence. */
  readonly message: string;
  readonly hint: string;
  readonly lastLines: readonly string[];
  /** Absolute path of the whole log, if there is one. */
  readonly logFile: string | null;
  /** Whose fault: decides the exit code of `up` (app 1, usage 2, platform 3). */
  readonly fault: "app" | "usage" | "platform";
}

/** What happened to an app, in the order it happened. */
export type EventBody =
  | { readonly type: "deployment"; readonly phase: Phase; readonly failure: Failure | null }
  | {
      readonly type: "step";
      /** `build`, `databases`, `pre-deploy`, `start`, `wait`, `route`, `stop`, `post-deploy`, … */
      readonly step: string;
      /** Component, job, build or database it is about; null for the whole app. */
      readonly component: string | null;
      readonly status: "running" | "success" | "error" | "skipped";
      /** What is going on or what came of it, one short sentence. */
      readonly message: string;
    }
  /** A line of a running build or job; not stored, seen only while following. */
  | {
      readonly type: "output";
      readonly component: string;
      readonly stream: "build" | "deploy";
      readonly text: string;
    }
  /** Outside deployments: an instance crashed, was restarted, became unhealthy. */
  | {
      readonly type: "instance";
      readonly component: string;
      readonly instance: string;
      readonly what: "crashed" | "restarted" | "unhealthy" | "healthy" | "out-of-memory" | "gave-up";
      readonly message: string;
    }
  | { readonly type: "notice"; readonly message: string };
