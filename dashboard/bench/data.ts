import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { cpus, loadavg } from "node:os";
import { createApi } from "../src/api/server.ts";
import { addUser, cookieOf, noQueue } from "../src/api/testing/test-api.ts";
import { packJson } from "../src/base/json-blob.ts";
import { openDatabase } from "../src/database/database.ts";
import { migrateDatabase } from "../src/database/migrate.ts";
import type { SampleResult } from "../src/papers/sample.ts";
import { silentLog, startTestDatabase, type TestDatabase } from "../src/testing/database.ts";
import { fill, type Amount } from "./fill.ts";

/*
 * How fast the API reads a year of 200 sites, and what a sample takes on disk. Run: node dashboard/bench/data.ts [sample.json]
 * `sample.json` is what one sample came to (SampleResult of src/papers/sample.ts); its documents' sizes are then used.
 */

const YEAR: Amount = { sites: 200, pages: 3, nights: 365 };
const MONTH: Amount = { sites: 20, pages: 3, nights: 30 };
const WARM_UPS = 5;
const REQUESTS = 50;
const GOALS = { overviewMs: 150, trendMs: 80, dayBytes: 45_000, quarterBytes: 1_000 };
/** Packed documents of one sample of examples/fixture-site, measured by this dashboard with Chromium 156. */
const FIXTURE_BYTES: DocumentBytes = { lighthouse: 21_431, details: 858, filmstrip: 38_767 };

type DocumentBytes = Readonly<Record<"lighthouse" | "details" | "filmstrip", number>>;

async function measureReading(): Promise<void> {
  const started = performance.now();
  const client = await server.database.connect("bench");
  await fill(client, YEAR);
  const { rows } = await client.query<{ samples: string; bytes: string }>(
    "select (select count(*) from samples) as samples, pg_database_size(current_database()) as bytes",
  );
  const { rows: pages } = await client.query<{ id: string }>("select id from pages order by id");
  await client.end();
  const [{ samples, bytes } = { samples: 0, bytes: 0 }] = rows;
  console.log(
    `${YEAR.sites} sites × ${YEAR.pages} pages × 2 profiles × ${YEAR.nights} nights: ${samples} samples, ` +
      `${(Number(bytes) / 1e9).toFixed(2)} GB, written in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  const api = await startApi(server);
  await report("D1 overview", GOALS.overviewMs, () => api.get("/api/overview"));
  const from = new Date(Date.now() - 90 * 24 * 60 * 60 * 1000).toISOString();
  const turns = pages.values();
  // Another page every time, so that nothing is warm but the server.
  await report("D2 trend of 90 days, all metrics", GOALS.trendMs, () =>
    api.get(`/api/pages/${turns.next().value?.id ?? ""}/trend?profile=mobile&from=${from}`),
  );
  await api.stop();
}

async function report(name: string, goalMs: number, ask: () => Promise<number>): Promise<void> {
  const firstMs = await timed(ask);
  for (let turn = 1; turn < WARM_UPS; turn += 1) await ask();
  const times: number[] = [];
  let bytes = 0;
  for (let turn = 0; turn < REQUESTS; turn += 1) times.push(await timed(async () => (bytes = await ask())));
  times.sort((a, b) => a - b);
  const [median, p95] = [times[Math.floor(REQUESTS / 2)] ?? 0, times[Math.ceil(REQUESTS * 0.95) - 1] ?? 0];
  console.log(
    `${name}: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (goal ${goalMs}: ${verdict(p95, goalMs)}), ` +
      `first ${firstMs.toFixed(0)} ms, ${(bytes / 1000).toFixed(0)} kB of JSON`,
  );
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** A web process in all but its own process: real HTTP on loopback, signed in by cookie. */
async function startApi({ database: { db } }: TestDatabase) {
  const changes = { subscribe: () => () => undefined, close: () => Promise.resolve() };
  const parts = {
    db,
    queue: noQueue,
    secretBox: null,
    changes,
    publicUrl: "http://localhost",
    canSendMail: false,
  };
  const app = await createApi(parts, silentLog, "bench");
  await app.listen({ host: "127.0.0.1", port: 0 });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const headers = await cookieOf(db, (await addUser(db, "viewer")).id);
  return {
    get: async (path: string): Promise<number> => {
      const answer = await fetch(origin + path, { headers });
      const body = await answer.text();
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${body}`);
      return Buffer.byteLength(body);
    },
    stop: () => app.close(),
  };
}

async function measureStorage(): Promise<void> {
  const bytes = await readDocumentBytes(process.argv[2]);
  const client = await server.database.connect("bench");
  await client.query("create database storage");
  await client.end();
  const url = new URL(server.url);
  url.pathname = "/storage";
  const database = openDatabase({ url: url.href, ca: null, name: "bench" }, silentLog);
  await migrateDatabase(database, silentLog);
  const filling = await database.connect("bench");
  await fill(filling, MONTH);
  await keepDocuments(filling, bytes);
  const perSample = await readBytesPerSample(filling);
  await filling.end();
  await database.close();
  const all = perSample.reduce((sum, { bytes: some }) => sum + some, 0);
  const documents = perSample.find(({ name }) => name === "reports")?.bytes ?? 0;
  console.log(
    `D3 after 24 h: ${all.toFixed(0)} B a sample (goal ${GOALS.dayBytes}: ${verdict(all, GOALS.dayBytes)}); after 90 days, ` +
      `without documents: ${(all - documents).toFixed(0)} B (goal ${GOALS.quarterBytes}: ${verdict(all - documents, GOALS.quarterBytes)})`,
  );
  for (const { name, bytes: some } of perSample) console.log(`   ${name}: ${some.toFixed(0)} B`);
  console.log(
    `   assumed: 3 samples a measurement, all 22 metrics, the documents of one of three are kept and are packed ` +
      Object.entries(bytes)
        .map(([kind, size]) => `${kind} ${size} B`)
        .join(", ") +
      (process.argv[2] === undefined ? " (as of examples/fixture-site)" : ` (of ${process.argv[2]})`),
  );
}

async function readDocumentBytes(file: string | undefined): Promise<DocumentBytes> {
  if (file === undefined) return FIXTURE_BYTES;
  const { report: lighthouse, details, filmstrip } = JSON.parse(await readFile(file, "utf8")) as SampleResult;
  const sizeOf = async (text: string) => (await packJson(text)).length;
  return {
    lighthouse: await sizeOf(lighthouse),
    details: await sizeOf(JSON.stringify(details)),
    filmstrip: await sizeOf(JSON.stringify(filmstrip)),
  };
}

/** Of each measurement's representative sample. Random bytes, as packed ones cannot be made smaller either. */
async function keepDocuments(
  client: Awaited<ReturnType<TestDatabase["database"]["connect"]>>,
  bytes: DocumentBytes,
) {
  const { rows } = await client.query<{ id: string }>("select id from samples where index = 0");
  for (const { id } of rows)
    for (const [kind, size] of Object.entries(bytes))
      await client.query("insert into reports (sample_id, kind, body) values ($1, $2, $3)", [
        id,
        kind,
        randomBytes(size),
      ]);
  await client.query("vacuum analyze");
}

async function readBytesPerSample(client: Awaited<ReturnType<TestDatabase["database"]["connect"]>>) {
  const { rows } = await client.query<{ name: string; bytes: number }>(
    `select name, pg_total_relation_size(name::regclass)::float8 / (select count(*) from samples) as bytes
     from unnest(array['reports', 'samples', 'measurements', 'batches', 'attempts']) name`,
  );
  return rows;
}

function verdict(value: number, goal: number): string {
  return value <= goal ? "met" : "missed";
}

// At the end, as it runs while the file is loaded.
const server = await startTestDatabase();
try {
  console.log(
    `${cpus().length} cores, ${cpus()[0]?.model ?? "unknown"}; PostgreSQL with its default settings; ` +
      `load of the machine by others before: ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
  await measureReading();
  await measureStorage();
} finally {
  await server.stop();
}
