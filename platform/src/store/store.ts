import type { AppRecord, DeploymentRecord, EventRecord, InstanceRecord, JobRunRecord } from "./records.ts";

/**
 * What we remember, in the words of the questions asked of it. Calls are synchronous; each write is one
 * committed transaction when it returns. Apps are named by their name.
 */
export interface Store {
  app(name: string): AppRecord | undefined;
  apps(): readonly AppRecord[];
  saveApp(app: AppRecord): void;
  /** Forgets the app and everything that belongs to it. */
  forgetApp(name: string): void;

  deployment(id: string): DeploymentRecord | undefined;
  /** Newest first. */
  deployments(app: string, limit: number): readonly DeploymentRecord[];
  saveDeployment(deployment: DeploymentRecord): void;
  /** The number the app's next deployment gets. */
  nextDeploymentNumber(app: string): number;
  /** Deletes ended deployments except the newest `keep` and the live one. */
  trimDeployments(app: string, keep: number): void;
  /** The switch to a new release: live pointer, phases and instances' intents in one transaction. */
  commitRelease(change: ReleaseChange): void;

  instances(app: string): readonly InstanceRecord[];
  saveInstance(record: InstanceRecord): void;
  forgetInstance(id: string): void;

  jobRuns(app: string, limit: number): readonly JobRunRecord[];
  saveJobRun(run: JobRunRecord): void;

  appendEvent(event: Omit<EventRecord, "seq">): EventRecord;
  eventsAfter(app: string, seq: number, deploymentId: string | null): readonly EventRecord[];

  /** The ciphertext of a secret, kept while its plaintext stays the same (`fingerprint` is a keyed hash). */
  secret(
    app: string,
    name: string,
  ): { readonly fingerprint: string; readonly ciphertext: string } | undefined;
  saveSecret(app: string, name: string, secret: { fingerprint: string; ciphertext: string }): void;

  /** Small numbers and texts of our own, e.g. the route table's version. */
  setting(key: string): string | undefined;
  saveSetting(key: string, value: string): void;

  close(): void;
}

export interface ReleaseChange {
  readonly app: string;
  readonly deployment: DeploymentRecord;
  /** Deployment that was live before, if any. */
  readonly previous: DeploymentRecord | null;
  /** Instances of the release before that are to be drained and stopped. */
  readonly draining: readonly string[];
}
