import type { JobsOptions, Queue } from "bullmq";
import { within } from "../base/within.ts";
import { jobIdOf, type SampleJob, type SampleJobData, type SampleQueue } from "./queue.ts";

export const QUEUE_NAME = "samples";
const WAITING = ["waiting", "prioritized", "delayed"] as const;
const LOCK_MS = 30_000;
const STALLED_CHECK_MS = 15_000;
const PING_LIMIT_MS = 3_000;

type Producer = Pick<Queue<SampleJobData>, "addBulk" | "getJob" | "remove" | "getRanges" | "getJobCounts">;

/** What differs between the two back ends of BullMQ. */
export interface BullBackend {
  readonly kind: SampleQueue["kind"];
  /** Resolves once it is connected; rejects soon when it cannot be. */
  producer(): Promise<Producer>;
  createWorker(
    handle: (job: { readonly data: SampleJobData }) => Promise<void>,
    options: WorkerSettings,
  ): BullWorker;
  close(): Promise<void>;
}

interface BullWorker {
  on(event: "error", listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface WorkerSettings {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
}

// Jobs leave no trace in the transport: what became of them stands in the database. Tries are counted there, too.
const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } satisfies JobsOptions;

/** The contract over BullMQ, whichever back end it has. */
export function createBullQueue(backend: BullBackend): SampleQueue {
  return {
    kind: backend.kind,
    add: async (jobs) => {
      const producer = await backend.producer();
      await producer.addBulk(jobs.map(describeJob));
    },
    find: async (jobIds) => {
      const there = new Set<string>();
      const producer = await backend.producer();
      for (const id of jobIds) if ((await producer.getJob(id)) !== undefined) there.add(id);
      return there;
    },
    remove: async (jobId) => {
      const producer = await backend.producer();
      await producer.remove(jobId);
    },
    listWaiting: async (limit) => (await backend.producer()).getRanges([...WAITING], 0, limit - 1),
    ping: async () => {
      await within(
        PING_LIMIT_MS,
        backend.producer().then((producer) => producer.getJobCounts("waiting")),
      );
    },
    consume: (handle, concurrency) => {
      const worker = backend.createWorker((job) => handle(job.data), {
        concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_CHECK_MS,
        maxStalledCount: 1,
      });
      // A transport that went away is found again by BullMQ itself; /readyz tells meanwhile.
      worker.on("error", () => undefined);
      return { stop: () => worker.close() };
    },
    close: () => backend.close(),
  };
}

function describeJob({ sampleId, attempt, priority, delayMs }: SampleJob) {
  const data = { sampleId, attempt };
  return { name: "sample", data, opts: { ...jobOptions, jobId: jobIdOf(data), priority, delay: delayMs } };
}
