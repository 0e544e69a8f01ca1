/* Copies 1,000,000 samples (or as many as the first argument says) from one PostgreSQL database to another
   with the real command, kills it five times with SIGKILL on the way, and lets it end: it must go on where it was, the
   comparison must pass and the ids must be equal (goal D4). Prints rows a second over all runs, and of a run unharmed. */
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { migrateData, startMigrateData } from "../src/moving/testing/command.ts";
import { createDatabase, query, withClient } from "../src/moving/testing/databases.ts";
import { seed } from "../src/moving/testing/seed.ts";
import { startTestDatabase } from "../src/testing/database.ts";

const KILLS = 5;
const POLL_MS = 20;
const IDS = "select md5(string_agg(id::text, ' ' order by id)) as ids from samples";

const samples = Number(process.argv[2] ?? 1_000_000);
const server = await startTestDatabase();
try {
  await withClient(server.url, (client) => seed(client, { samples }));
  const rows = await countRows(server.url);
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}: ${group(rows)} rows in all tables`,
  );
  await copyUnharmed(rows);
  await copyKilled(rows);
} finally {
  await server.stop();
}

async function copyUnharmed(rows: number): Promise<void> {
  const to = await createDatabase(server.url, "unharmed");
  const started = performance.now();
  const { code, stderr } = await migrateData(["--from", server.url, "--to", to]);
  const seconds = (performance.now() - started) / 1000;
  console.log(stderr.trimEnd());
  console.log(
    `unharmed: exit ${code}, ${seconds.toFixed(1)} s, ${group(rows / seconds)} rows/s with the comparison`,
  );
  await query(server.url, "drop database unharmed");
}

async function copyKilled(rows: number): Promise<void> {
  const to = await createDatabase(server.url, "killed");
  const args = ["--from", server.url, "--to", to];
  const started = performance.now();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const running = await startMigrateData(args);
    while ((await countCopied(to)) < (rows * kill) / (KILLS + 1)) await sleep(POLL_MS);
    running.kill("SIGKILL");
    const { code } = await running.ended;
    console.log(`killed at ${group(await countCopied(to))} rows (exit ${code ?? "by signal"})`);
  }
  const { code, stdout } = await migrateData(args);
  const seconds = (performance.now() - started) / 1000;
  const same = JSON.stringify(await query(to, IDS)) === JSON.stringify(await query(server.url, IDS));
  console.log(`${stdout.trimEnd()}\n`);
  console.log(
    `killed ${KILLS} times: exit ${code}, ids ${same ? "equal" : "DIFFER"}, ${seconds.toFixed(1)} s in all`,
  );
  if (code !== 0 || !same) process.exitCode = 1;
}

async function countRows(url: string): Promise<number> {
  await query(url, "analyze");
  const [row] = await query(
    url,
    "select sum(reltuples)::int as rows from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  return Number(row?.["rows"]);
}

async function countCopied(url: string): Promise<number> {
  const [there] = await query(url, "select to_regclass('moving.marks') is not null as there");
  if (there?.["there"] !== true) return 0;
  const [row] = await query(url, "select coalesce(sum(rows), 0)::int as rows from moving.marks");
  return Number(row?.["rows"]);
}

function group(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
