import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId } from "../base/id.ts";
import { jobIdOf, type SampleJob, type SampleQueue } from "./queue.ts";

/** What every transport has to do; runs against each real one. */
export function testSampleQueue(
  name: string,
  start: () => Promise<{ queue: SampleQueue; stop(): Promise<void> }>,
): void {
  describe(name, () => {
    let server: Awaited<ReturnType<typeof start>>;
    beforeAll(async () => void (server = await start()));
    afterAll(() => server.stop());

    test("brings every job once, smaller priorities first", async () => {
      const jobs = [newJob(30), newJob(10), newJob(30), newJob(10)];
      await server.queue.add(jobs);
      const order = await takeAll(server.queue, 4);
      expect(order).toEqual([jobs[1], jobs[3], jobs[0], jobs[2]].map((job) => job!.sampleId));
    });

    test("takes the same job twice as one", async () => {
      const job = newJob(10);
      await Promise.all([
        server.queue.add([job]),
        server.queue.add([job]),
        server.queue.add([job, newJob(20)]),
      ]);
      expect(await takeAll(server.queue, 2)).toHaveLength(2);
      expect(await server.queue.listWaiting(10)).toEqual([]);
    });

    test("finds, lists and removes what waits, delayed ones too", async () => {
      const [soon, later] = [newJob(10), { ...newJob(10), delayMs: 60_000 }];
      await server.queue.add([soon, later]);
      const ids = [jobIdOf(soon), jobIdOf(later)];
      expect(await server.queue.find([...ids, "s-unknown-1"])).toEqual(new Set(ids));
      expect(new Set(await server.queue.listWaiting(10))).toEqual(new Set(ids));
      await Promise.all(ids.map((id) => server.queue.remove(id)));
      expect(await server.queue.listWaiting(10)).toEqual([]);
    });

    test("keeps to its concurrency, and stops when the job in hand is done", async () => {
      let running = 0;
      let most = 0;
      let done = 0;
      const gate = Promise.withResolvers<undefined>();
      const consumer = server.queue.consume(async () => {
        running += 1;
        most = Math.max(most, running);
        await gate.promise;
        running -= 1;
        done += 1;
      }, 1);
      const jobs = [newJob(10), newJob(10)];
      await server.queue.add(jobs);
      await expect.poll(() => running, { timeout: 10_000 }).toBe(1);
      const stopped = consumer.stop();
      gate.resolve(undefined);
      await stopped;
      expect({ most, done }).toEqual({ most: 1, done: 1 });
      for (const id of await server.queue.listWaiting(10)) await server.queue.remove(id);
    });
  });
}

function newJob(priority: number): SampleJob {
  return { sampleId: createId(), attempt: 1, priority, delayMs: 0 };
}

async function takeAll(queue: SampleQueue, count: number): Promise<readonly string[]> {
  const taken: string[] = [];
  const consumer = queue.consume((job) => {
    taken.push(job.sampleId);
    return Promise.resolve();
  }, 1);
  await expect.poll(() => taken.length, { timeout: 10_000 }).toBe(count);
  await consumer.stop();
  return taken;
}
