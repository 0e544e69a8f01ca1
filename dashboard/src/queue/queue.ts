/**
 * The transport of samples: it brings each job to one worker, at least once, smaller priorities first. It is not the
 * truth; whoever takes a job asks the database whether it still stands. Conformance: `queue.conformance.ts`.
 */
export interface SampleQueue {
  readonly kind: "redis" | "postgres";
  /** Adds those that are not there yet; rejects soon when the transport does not answer. */
  add(jobs: readonly SampleJob[]): Promise<void>;
  /** Which of these jobs the transport holds, waiting or running. */
  find(jobIds: readonly string[]): Promise<ReadonlySet<string>>;
  remove(jobId: string): Promise<void>;
  /** Jobs that wait. At most `limit`. */
  listWaiting(limit: number): Promise<readonly string[]>;
  /** Resolves when the transport answers; rejects with what is wrong. */
  ping(): Promise<void>;
  /** Starts taking jobs, so many at a time. */
  consume(handle: (job: SampleJobData) => Promise<void>, concurrency: number): SampleConsumer;
  close(): Promise<void>;
}

export interface SampleJobData {
  readonly sampleId: string;
  readonly attempt: number;
}

export interface SampleJob extends SampleJobData {
  /** 1 to 1,000, smaller first. */
  readonly priority: number;
  readonly delayMs: number;
}

export interface SampleConsumer {
  /** Takes no further job; resolves when those in hand are finished. */
  stop(): Promise<void>;
}

/** Of one delivery of a sample. */
export function jobIdOf(job: SampleJobData): string {
  return `s-${job.sampleId}-${job.attempt}`;
}
