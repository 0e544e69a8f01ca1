import { within } from "../base/within.ts";

const CONNECT_LIMIT_MS = 3_000;

interface Opened<Queue> {
  readonly queue: Queue;
  close(): Promise<void>;
}

/**
 * BullMQ's producer, made when it is needed: one that found no server, or no tables, when it was made stays broken for
 * good, so that one is dropped. Once connected, it finds back by itself after a break.
 */
export function keepProducer<Queue extends { waitUntilReady(): Promise<unknown> }>(
  open: () => Opened<Queue>,
) {
  let current: Opened<Queue> | null = null;
  let isConnected = false;
  const drop = async () => {
    const dropped = current;
    current = null;
    isConnected = false;
    await dropped?.close().catch(() => undefined);
  };
  return {
    get: async (): Promise<Queue> => {
      current ??= open();
      const { queue } = current;
      if (isConnected) return queue;
      try {
        await within(CONNECT_LIMIT_MS, queue.waitUntilReady());
        isConnected = true;
        return queue;
      } catch (error) {
        if (current?.queue === queue) await drop();
        throw error;
      }
    },
    close: drop,
  };
}
