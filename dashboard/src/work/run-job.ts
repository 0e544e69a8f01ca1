import { sql } from "drizzle-orm";
import type { SecretBox } from "../access/secret-box.ts";
import { messageOf } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import type { Db } from "../database/database.ts";
import { allowedHosts } from "../database/schema/index.ts";
import { judgeHost } from "../measuring/judge-host.ts";
import type { SampleOutcome, SampleRequest } from "../papers/sample.ts";
import type { SampleJobData, SampleQueue } from "../queue/queue.ts";
import { claimSample, findOrigin, LEASE_RENEW_MS, renewLease, type ClaimedSample } from "./claim-sample.ts";
import { completeSample, type Completion } from "./complete-sample.ts";
import { dispatch } from "./dispatch.ts";
import { finishMeasurement } from "./finish-measurement.ts";
import { judgeMeasurement } from "./judge-measurement.ts";
import type { Host, Lanes } from "./lanes.ts";
import { readSettings } from "./settings.ts";

const INDEX_WINDOW = 20;
const INDEX_AT_LEAST = 5;

/** What a worker runs jobs with. */
export interface JobRunner {
  readonly db: Db;
  readonly queue: SampleQueue;
  readonly lanes: Lanes;
  readonly host: Host;
  readonly workerId: string;
  readonly secretBox: SecretBox | null;
  readonly publicUrl: string;
  readonly chromium: Pick<SampleRequest, "chromiumPath" | "chromiumFlags">;
  readonly hardLimitMs: number;
  readonly runSample: (request: SampleRequest, signal: AbortSignal) => Promise<SampleOutcome>;
  readonly log: Log;
}

/** One delivery of the queue, from waiting for a lane to the published measurement. `stop` hands the sample back. */
export async function runJob(
  runner: JobRunner,
  job: SampleJobData,
  stop: AbortSignal,
): Promise<Completion | null> {
  const origin = await findOrigin(runner.db, job);
  if (origin === null) return null;
  return runner.lanes.run(origin, stop, async (lost) => {
    const claimed = await claimSample(runner.db, job, runner.workerId);
    if (claimed === null) return null;
    const outcome = await measure(runner, claimed, AbortSignal.any([stop, lost]));
    const isDisturbed =
      outcome.kind === "measured" && judgeHost(outcome.host, await medianIndex(runner)) === "disturbed";
    const completion = await completeSample(runner.db, claimed, runner.workerId, outcome, isDisturbed);
    logOutcome(runner.log, claimed, outcome, completion);
    await follow(runner, claimed, completion);
    return completion;
  });
}

async function measure(runner: JobRunner, claimed: ClaimedSample, stop: AbortSignal): Promise<SampleOutcome> {
  const cancel = new AbortController();
  const renewing = setInterval(() => {
    // A database that does not answer is no reason to stop: the lease is longer than a short outage.
    renewLease(runner.db, claimed, runner.workerId).then(
      (isOurs) => {
        if (!isOurs) cancel.abort();
      },
      (error: unknown) => runner.log.warn({ error: messageOf(error) }, "could not renew the lease"),
    );
  }, LEASE_RENEW_MS);
  try {
    const request = await makeRequest(runner, claimed);
    return await runner.runSample(request, AbortSignal.any([stop, cancel.signal]));
  } catch (error) {
    // Left as it is, the sample would look as if its worker had died.
    const failure = { class: "host", code: "NOT_PREPARED", message: messageOf(error) } as const;
    return { kind: "failed", failure, host: { benchmarkIndex: null, foreignCpuShare: null }, durationMs: 0 };
  } finally {
    clearInterval(renewing);
  }
}

async function makeRequest(runner: JobRunner, claimed: ClaimedSample): Promise<SampleRequest> {
  const { cpuSlowdown } = await readSettings(runner.db);
  const hosts = await runner.db.select({ host: allowedHosts.host }).from(allowedHosts);
  return {
    url: claimed.url,
    profile: claimed.profile,
    headers: openHeaders(runner.secretBox, claimed.headersEncrypted),
    allowedHosts: hosts.map(({ host }) => host),
    ...runner.chromium,
    cpuSlowdown,
    hardLimitMs: runner.hardLimitMs,
  };
}

function openHeaders(secretBox: SecretBox | null, sealed: string | null): Readonly<Record<string, string>> {
  if (sealed === null) return {};
  if (secretBox === null)
    throw new Error("The site has secret headers, and this worker has no ENCRYPTION_KEY.");
  return JSON.parse(secretBox.open(sealed)) as Record<string, string>;
}

/** Of the last good samples of this host; null while there are too few to know its speed. */
async function medianIndex({ db, host }: JobRunner): Promise<number | null> {
  const { rows } = await db.execute<{ readonly n: number; readonly median: number | null }>(sql`
    select count(*)::int as n, percentile_cont(0.5) within group (order by benchmark_index) as median
    from (
      select s.benchmark_index from samples s join workers w on w.id = s.worker_id
      where w.host_id = ${host.id} and s.state = 'done' and not s.noisy and s.benchmark_index is not null
      order by s.finished_at desc limit ${INDEX_WINDOW}
    ) recent`);
  const [row] = rows;
  return row === undefined || row.n < INDEX_AT_LEAST ? null : row.median;
}

/** What a written sample brings with it: its measurement's end, or its next try. */
async function follow(runner: JobRunner, claimed: ClaimedSample, completion: Completion): Promise<void> {
  if (completion === "done" || completion === "failed" || completion === "dead") {
    if (await finishMeasurement(runner.db, claimed.measurementId))
      await judgeMeasurement(runner, claimed.measurementId);
  }
  // If the queue is away, the scheduler tells it later.
  await dispatch(runner.db, runner.queue).catch((error: unknown) =>
    runner.log.warn({ error: messageOf(error) }, "the queue does not answer; samples wait in the database"),
  );
}

function logOutcome(
  log: Log,
  { url, profile, sampleId, attempt }: ClaimedSample,
  outcome: SampleOutcome,
  completion: Completion,
) {
  const about = { sampleId, attempt, url, profile, completion, durationMs: Math.round(outcome.durationMs) };
  if (outcome.kind === "measured")
    log.info(
      { ...about, ...outcome.host, performance: outcome.result.values.performance },
      `sample ${completion}`,
    );
  else if (outcome.kind === "failed") log.warn({ ...about, ...outcome.failure }, `sample ${completion}`);
  else log.info(about, `sample ${completion}`);
}
