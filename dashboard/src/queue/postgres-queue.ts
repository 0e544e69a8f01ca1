import { createPostgresBackend, withBackend } from "bullmq";
import { QUEUE_SCHEMA } from "../papers/queue-schema.ts";
import { createBullQueue, QUEUE_NAME } from "./bullmq-queue.ts";
import type { SampleJobData, SampleQueue } from "./queue.ts";

const { Queue, Worker } = withBackend(createPostgresBackend);
const PRODUCER_CONNECTIONS = 1;

/** BullMQ on the database itself, for a dashboard without Redis. Its schema is migrated with ours. */
export function openPostgresQueue(url: string): SampleQueue {
  const connection = { connectionString: url, schema: QUEUE_SCHEMA, max: PRODUCER_CONNECTIONS };
  const producer = new Queue<SampleJobData>(QUEUE_NAME, { connection });
  producer.on("error", () => undefined);
  return createBullQueue({
    kind: "postgres",
    producer: () => Promise.resolve(producer),
    createWorker: (handle, settings) => new Worker(QUEUE_NAME, handle, { connection, ...settings }) as never,
    close: () => producer.close(),
  });
}
