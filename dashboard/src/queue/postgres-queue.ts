import { createPostgresBackend, withBackend } from "bullmq";
import { QUEUE_SCHEMA } from "../papers/queue-schema.ts";
import { createBullQueue, QUEUE_NAME } from "./bullmq-queue.ts";
import { keepProducer } from "./keep-producer.ts";
import type { SampleJobData, SampleQueue } from "./queue.ts";

const { Queue, Worker } = withBackend(createPostgresBackend);
const PRODUCER_CONNECTIONS = 1;

/** BullMQ on the database itself, for a dashboard without Redis. Its schema is migrated with ours. */
export function openPostgresQueue(url: string): SampleQueue {
  const connection = { connectionString: url, schema: QUEUE_SCHEMA, max: PRODUCER_CONNECTIONS };
  const producing = keepProducer(() => {
    const queue = new Queue<SampleJobData>(QUEUE_NAME, { connection });
    queue.on("error", () => undefined);
    return { queue, close: () => queue.close() };
  });
  return createBullQueue({
    kind: "postgres",
    producer: producing.get,
    createWorker: (handle, settings) => new Worker(QUEUE_NAME, handle, { connection, ...settings }),
    close: producing.close,
  });
}
