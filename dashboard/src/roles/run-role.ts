import { aborted } from "../base/aborted.ts";
import type { Config } from "../config.ts";
import { migrateDatabase } from "../database/migrate.ts";
import { commonChecks } from "./checks.ts";
import { serveHealth } from "./health.ts";
import { openParts, type Parts } from "./parts.ts";

/** Does what PROCESS_TYPE says until the signal comes; everything it opened is closed then, in order. */
export async function runRole(config: Config, stop: AbortSignal): Promise<void> {
  const parts = await openParts(config);
  // A part that fails takes the others with it: they stop in order before its failure is told.
  const failed = new AbortController();
  const ends = AbortSignal.any([stop, failed.signal]);
  try {
    await roles[config.processType](parts, ends, () => failed.abort());
    parts.log.info("stopped");
  } finally {
    await parts.close();
  }
}

type Run = (parts: Parts, stop: AbortSignal, fail: () => void) => Promise<void>;

// Each role loads only what it needs: three processes of one code base should not weigh three times all of it.
const runWorker: Run = async (parts, stop) => (await import("./worker.ts")).runWorker(parts, stop);
const runScheduler: Run = async (parts, stop) => (await import("./scheduler.ts")).runScheduler(parts, stop);

const roles: Readonly<Record<Config["processType"], Run>> = {
  migrate,
  web: serveWeb,
  worker: (parts, stop, fail) => withHealth(parts, () => runWorker(parts, stop, fail)),
  scheduler: (parts, stop, fail) => withHealth(parts, () => runScheduler(parts, stop, fail)),
  all: async (parts, stop, fail) => {
    await migrate(parts);
    const works = [serveWeb, runWorker, runScheduler];
    await allOf(
      works.map((work) => () => work(parts, stop, fail)),
      fail,
    );
  },
};

async function migrate({ config, database, log }: Parts): Promise<void> {
  await migrateDatabase(database, log, { withQueue: config.queue.kind === "postgres" });
}

async function serveWeb(parts: Parts, stop: AbortSignal): Promise<void> {
  const { startWeb } = await import("./web.ts");
  const web = await startWeb(parts, stop);
  try {
    await Promise.race([aborted(stop), web.failed]);
  } finally {
    await web.close();
  }
}

async function withHealth(parts: Parts, work: () => Promise<void>): Promise<void> {
  const { processType: role, version, healthPort } = parts.config;
  const health = await serveHealth(healthPort, { role, version }, commonChecks(parts), parts.log);
  try {
    await work();
  } finally {
    await health.close();
  }
}

async function allOf(works: readonly (() => Promise<void>)[], fail: () => void): Promise<void> {
  const outcomes = await Promise.allSettled(
    works.map(async (work) => {
      try {
        await work();
      } catch (error) {
        fail();
        throw error;
      }
    }),
  );
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
