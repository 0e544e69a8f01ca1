/** Where BullMQ keeps its tables when the database is the queue. */
export const QUEUE_SCHEMA = "bullmq";
