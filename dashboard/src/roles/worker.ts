import { eq, sql } from "drizzle-orm";
import { aborted } from "../base/aborted.ts";
import { messageOf } from "../base/failure.ts";
import { createId } from "../base/id.ts";
import { workers } from "../database/schema/index.ts";
import { migrateDatabase } from "../database/migrate.ts";
import { findChromium } from "../measuring/find-chromium.ts";
import { runSample } from "../measuring/run-sample.ts";
import { sweepLeftovers } from "../measuring/sweep-leftovers.ts";
import { openLanes, readHost, type Host } from "../work/lanes.ts";
import { runJob, type JobRunner } from "../work/run-job.ts";
import { awaitSchema } from "./await-schema.ts";
import type { Parts } from "./parts.ts";
import { repeat } from "./repeat.ts";

const HEARTBEAT_MS = 5_000;
const SAMPLE_LIMIT_MS = 120_000;
/** When told to stop, a sample in hand may go on for so long before it is handed back. */
const FINISH_LIMIT_MS = 20_000;

/** Takes samples from the queue and runs them, as many at once as the host has lanes. Resolves once it has stopped. */
export async function runWorker(parts: Parts, stop: AbortSignal): Promise<void> {
  const { config, database, log } = parts;
  if (config.workerMigrate)
    await migrateDatabase(database, log, { withQueue: config.queue.kind === "postgres" });
  await awaitSchema(parts, stop);
  const { chromePath, searchPath } = config;
  const chromium = await findChromium({ chromePath, searchPath, log: (line) => log.info(line) });
  await removeLeftovers(log);
  const host = await readHost();
  const lanes = openLanes(database, host, log);
  const workerId = await signOn(parts, host, chromium.version);
  const beating = repeat("the heartbeat", HEARTBEAT_MS, stop, log, () =>
    database.db
      .update(workers)
      .set({ heartbeatAt: sql`now()` })
      .where(eq(workers.id, workerId)),
  );
  const runner: JobRunner = {
    ...{ db: database.db, queue: parts.queue, secretBox: parts.secretBox, publicUrl: config.publicUrl },
    ...{ lanes, host, workerId, log, hardLimitMs: SAMPLE_LIMIT_MS },
    chromium: { chromiumPath: chromium.path, chromiumFlags: chromium.flags },
    runSample: (request, signal) =>
      runSample(request, { signal, searchPath, log: (line) => log.debug(line) }),
  };
  await consume(parts, runner, chromium.version, stop);
  await signOff(parts, workerId);
  await beating;
  await lanes.close();
}

async function removeLeftovers(log: Parts["log"]): Promise<void> {
  const left = await sweepLeftovers();
  if (left.processesEnded + left.directoriesRemoved + left.left.length > 0)
    log.warn(left, "removed what a killed worker had left");
}

async function signOn({ database }: Parts, host: Host, chromiumVersion: string): Promise<string> {
  const id = createId();
  const { id: hostId, cores, lanes } = host;
  await database.db.insert(workers).values({ id, hostId, pid: process.pid, cores, lanes, chromiumVersion });
  return id;
}

async function signOff({ database, log }: Parts, workerId: string): Promise<void> {
  await database.db
    .update(workers)
    .set({ stoppedAt: sql`now()`, sampleId: null })
    .where(eq(workers.id, workerId))
    .catch((error: unknown) => log.warn({ error: messageOf(error) }, "could not sign off"));
}

async function consume(
  { queue, log }: Parts,
  runner: JobRunner,
  chromium: string,
  stop: AbortSignal,
): Promise<void> {
  const handBack = new AbortController();
  const consumer = queue.consume(async (job) => {
    // Delivered while we are going: another worker gets it once the reconciler sees that nobody has it.
    if (stop.aborted) return;
    try {
      await runJob(runner, job, handBack.signal);
    } catch (error) {
      if (!handBack.signal.aborted) log.error({ err: error, ...job }, "a sample could not be handled");
    }
  }, runner.host.lanes);
  log.info(
    { cores: runner.host.cores, lanes: runner.host.lanes, chromium },
    `waiting for jobs, ${runner.host.lanes} at a time`,
  );
  await aborted(stop);
  log.info("stopping: the sample in hand is finished or handed back");
  const limit = setTimeout(() => handBack.abort(), FINISH_LIMIT_MS);
  await consumer.stop();
  clearTimeout(limit);
}
