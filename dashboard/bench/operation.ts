import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Batch, StartedBatch } from "../src/api/shapes/measuring.ts";
import { migrateDatabase } from "../src/database/migrate.ts";
import { openDatabase } from "../src/database/database.ts";
import { silentLog } from "../src/testing/database.ts";
import {
  becomeAdministrator,
  proportionalBytes,
  startStack,
  type Role,
  type RoleProcess,
  type Stack,
} from "./stack.ts";

// Jobs and operation: Q1, Q2, Q4, Q5, Q8, Q9 and M5 of the dashboard's goals, with real processes and real samples.
//   node bench/operation.ts [batches under kills, default 12]
const batchCount = Number(process.argv[2] ?? 12);
const RECOVERY_LIMIT_MS = 180_000;

const stack = await startStack();
try {
  await measureMigrators(stack);
  const roles: Record<Role, RoleProcess> = {
    web: await stack.start("web"),
    scheduler: await stack.start("scheduler"),
    worker: await stack.start("worker"),
  };
  const cold = Object.values(roles).map(({ role, readyAfterMs }) => `${role} ${readyAfterMs} ms`);
  print("Q8 cold start to ready", cold.join(", "), "web 2 s, worker 5 s");
  await becomeAdministrator(stack, roles.web);
  await measureMemory(roles);
  await measureDoubleStart();
  await measureKills(roles);
  await measureTerm(roles);
  await measureOverlap();
} finally {
  await stack.stop();
}

async function measureMigrators({ database }: Stack): Promise<void> {
  let failures = 0;
  for (let round = 0; round < 10; round += 1) {
    const client = await database.database.connect("bench");
    await client.query(`create database round_${round}`);
    await client.end();
    const url = new URL(database.url);
    url.pathname = `/round_${round}`;
    const opened = openDatabase({ url: url.href, ca: null, name: "bench" }, silentLog);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => migrateDatabase(opened, silentLog)),
    );
    failures += outcomes.filter(({ status }) => status === "rejected").length;
    await opened.close();
  }
  print("Q4 six migrators at once, ten rounds", `${failures} of 60 failed`, "0");
}

async function measureMemory(roles: Record<Role, RoleProcess>): Promise<void> {
  await sleep(5_000);
  const each = Object.values(roles).map(({ role, child }) => ({
    role,
    bytes: proportionalBytes(child.pid ?? 0),
  }));
  const total = each.reduce((sum, { bytes }) => sum + bytes, 0);
  const parts = each.map(({ role, bytes }) => `${role} ${megabytes(bytes)}`).join(", ");
  print("Q9 memory when idle (PSS)", `${megabytes(total)} MB (${parts})`, "350 MB");
}

async function measureDoubleStart(): Promise<void> {
  await stack.addSite("double");
  const started = await Promise.all(
    Array.from({ length: 50 }, () => stack.api.call<StartedBatch>("POST", "/batches", { scope: "all" })),
  );
  const ids = new Set(started.map(({ batch }) => batch.id));
  print("Q2 fifty requests at once to run all", `${ids.size} batch`, "1");
  for (const id of ids) await awaitDone(id);
}

async function measureKills(roles: Record<Role, RoleProcess>): Promise<void> {
  const site = await stack.addSite("kills");
  const victims: readonly (Role | "redis")[] = ["worker", "web", "scheduler", "redis"];
  const recoveries: number[] = [];
  for (let index = 0; index < batchCount; index += 1) {
    const { batch } = await stack.api.call<StartedBatch>("POST", "/batches", {
      scope: "site",
      siteId: site.id,
    });
    await sleep(Math.random() * 6_000);
    const killedAt = Date.now();
    await kill(victims[index % victims.length] ?? "worker", roles);
    await awaitDone(batch.id);
    recoveries.push(Date.now() - killedAt);
  }
  const { rows } = await stack.database.database.db.execute<Record<string, number>>(sql`
    select count(*) filter (where s.state <> 'done')::int as unfinished,
      count(*)::int as samples, count(distinct (s.measurement_id, s.index))::int as different,
      (select count(*)::int from measurements where spreads[1][1] <> 1) as doubled
    from samples s`);
  const { unfinished = 0, samples = 0, different = 0, doubled = 0 } = rows[0] ?? {};
  const said = `${unfinished} unfinished, ${samples - different + doubled} doubled of ${samples}; recovery at most ${seconds(Math.max(...recoveries))} s`;
  print(`Q1 ${batchCount} batches, each with a kill -9`, said, "0, 0, 90 s");
}

async function kill(victim: Role | "redis", roles: Record<Role, RoleProcess>): Promise<void> {
  if (victim === "redis") {
    await stack.redis.kill();
    await sleep(1_000);
    await stack.redis.restart();
    return;
  }
  await roles[victim].end("SIGKILL");
  roles[victim] = await stack.start(victim);
}

async function measureTerm(roles: Record<Role, RoleProcess>): Promise<void> {
  const site = await stack.addSite("term", { samplesPerMeasurement: 3 });
  const { batch } = await stack.api.call<StartedBatch>("POST", "/batches", {
    scope: "site",
    siteId: site.id,
  });
  await until(batch.id, ({ samples }) => samples.running > 0);
  const tookMs = await roles.worker.end("SIGTERM");
  roles.worker = await stack.start("worker");
  await awaitDone(batch.id);
  const { rows } = await stack.database.database.db.execute<{ readonly counted: number }>(sql`
    select count(*)::int as counted from samples s join measurements m on m.id = s.measurement_id
    where m.batch_id = ${batch.id} and (s.failures > 0 or s.losses > 0)`);
  print(
    "Q5 TERM of a busy worker to its exit",
    `${seconds(tookMs)} s, ${rows[0]?.counted ?? 0} tries counted`,
    "60 s, 0",
  );
}

async function measureOverlap(): Promise<void> {
  const second = await stack.start("worker");
  const sites = await Promise.all([stack.addSite("left"), stack.addSite("right")]);
  for (let round = 0; round < 3; round += 1) {
    const started = await Promise.all(
      sites.map(({ id }) => stack.api.call<StartedBatch>("POST", "/batches", { scope: "site", siteId: id })),
    );
    for (const { batch } of started) await awaitDone(batch.id);
  }
  const { rows } = await stack.database.database.db.execute<{
    readonly overlaps: number;
    readonly workers: number;
  }>(sql`
    with mine as (select * from samples where worker_id in (
      select id from workers order by started_at desc limit 2) and state = 'done' and finished_at > now() - interval '10 minutes')
    select count(*)::int as overlaps, (select count(distinct worker_id)::int from mine) as workers
    from mine a join mine b on a.id < b.id and a.started_at < b.finished_at and b.started_at < a.finished_at`);
  print(
    "M5 samples that overlap, two workers on this host",
    `${rows[0]?.overlaps ?? 0} (${rows[0]?.workers ?? 0} workers)`,
    "0",
  );
  await second.end("SIGTERM");
}

async function awaitDone(id: string): Promise<void> {
  await until(id, ({ state }) => state === "done");
}

async function until(id: string, isReached: (batch: Batch) => boolean): Promise<void> {
  for (const started = Date.now(); Date.now() - started < RECOVERY_LIMIT_MS; await sleep(100)) {
    // The web process may be the one that was killed.
    const batch = await stack.api.call<Batch>("GET", `/batches/${id}`).catch(() => null);
    if (batch !== null && isReached(batch)) return;
  }
  throw new Error(`batch ${id} did not get there within ${RECOVERY_LIMIT_MS / 1000} s`);
}

function print(what: string, measured: string, goal: string): void {
  console.log(`${what}: ${measured} (goal: ${goal})`);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
