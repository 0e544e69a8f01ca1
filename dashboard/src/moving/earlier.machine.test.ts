import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyPassword } from "../access/password.ts";
import { readMetricSpreads, readMetricValues } from "../database/schema/metric-columns.ts";
import { findCronProblem } from "../schedules/due-times.ts";
import { startTestDatabase, type TestDatabase } from "../testing/database.ts";
import type { Report } from "./report.ts";
import { migrateData, startMigrateData } from "./testing/command.ts";
import { createDatabase, query } from "./testing/databases.ts";
import { createEarlierDatabase, workersRun, type EarlierDatabase } from "./testing/earlier-database.ts";

const ids = {
  shop: "8f26bfe2-2aa7-4345-8fd3-0a2e625b5471",
  batch: "5a1d2b77-0f5f-4a0e-9d3c-6a6c2f3b1e10",
  aggregate: "1f0c2d4e-7b1a-4c55-8f1e-3d2c1b0a9f8e",
  runs: [1, 2, 3].map((number) => `00000000-0000-4000-8000-00000000000${number}`),
};
const at = Date.UTC(2025, 9, 1, 9);
// Each start takes a second on a machine that is busy with other tests.
const KILLED_LIMIT_MS = 180_000;

let server: TestDatabase;
let directory: string;
beforeAll(async () => {
  server = await startTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "moving-earlier-"));
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

function file(name: string, fill: (database: EarlierDatabase) => void): string {
  const path = join(directory, name);
  const database = createEarlierDatabase(path);
  fill(database);
  database.close();
  return path;
}

function shop(database: EarlierDatabase): void {
  database.insert("sites", {
    ...{
      id: ids.shop,
      name: "Shop",
      url: "https://shop.example/",
      category_url: "/collections/all",
      product_url: null,
    },
    ...{ monitoringEnabled: 0, checkFrequency: 350, createdAt: "2025-09-26 21:26:00" },
  });
}

/** Three runs of a product page that was found anew, and their aggregate some minutes later. */
function productResult(database: EarlierDatabase): void {
  for (const [index, lcp] of [2.1, 2.5, 2.2].entries())
    database.insert("performance_test_runs", {
      ...{ id: ids.runs[index] ?? "", site_id: ids.shop, page_type: "product", device_type: "desktop" },
      ...{ page_url: "https://shop.example/products/hat", run_number: index + 1, batch_id: ids.batch },
      ...{ timestamp: at + index * 20_000, best_practices: 0, page_load_time: lcp + 0.4, page_size: 900_000 },
      ...workersRun(lcp),
    });
  database.insert("performance_metrics", {
    ...{
      id: ids.aggregate,
      siteId: ids.shop,
      page_type: "product",
      deviceType: "desktop",
      timestamp: at + 300_000,
    },
    ...{ ...workersRun(2.2), accessibility: null, seo: null, requests: null },
  });
}

async function reportOf(args: readonly string[]): Promise<Report & { readonly code: number | null }> {
  const { code, stdout, stderr } = await migrateData([...args, "--json"]);
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Report), code };
}

test("makes a site with its pages and a schedule, and measurements of runs with the units of now", async () => {
  const from = file("shop.db", (database) => {
    shop(database);
    productResult(database);
  });
  const to = await createDatabase(server.url, "shop");
  const report = await reportOf(["--from", from, "--to", to]);
  expect(report).toMatchObject({ code: 0, outcome: "fine", source: "sqlite:shop.db" });
  expect(await query(to, "select id, origin, enabled, created_at from sites")).toEqual([
    {
      id: ids.shop,
      origin: "https://shop.example",
      enabled: false,
      created_at: new Date("2025-09-26T21:26:00Z"),
    },
  ]);
  expect(await query(to, "select label, url, enabled from pages order by position")).toEqual([
    { label: "Home", url: "https://shop.example/", enabled: true },
    { label: "Category", url: "https://shop.example/collections/all", enabled: true },
    { label: "Product", url: "https://shop.example/products/hat", enabled: true },
  ]);
  const [schedule] = await query(to, "select cron, time_zone, enabled from schedules");
  expect(schedule).toEqual({ cron: "0 */6 * * *", time_zone: "UTC", enabled: false });
  expect(findCronProblem({ cron: "0 */6 * * *", timeZone: "UTC" })).toBeNull();
  expect(await query(to, "select id, subject, state, note from batches")).toEqual([
    {
      id: ids.batch,
      subject: `site:${ids.shop}`,
      state: "done",
      note: expect.stringContaining("not known") as string,
    },
  ]);
  expect(
    await query(
      to,
      "select id, state, profile, samples_wanted, judged_at = finished_at as judged from measurements",
    ),
  ).toEqual([{ id: ids.aggregate, state: "done", profile: "desktop", samples_wanted: 3, judged: true }]);
  const stored = await query(to, "select id, index, values from samples order by index");
  expect(
    stored.map(({ values, ...row }) => {
      const { lcp, tti } = readMetricValues(values as (number | null)[]);
      return { ...row, lcp, tti };
    }),
  ).toEqual([2100, 2500, 2200].map((lcp, index) => ({ id: ids.runs[index], index, lcp, tti: undefined })));
  const [measured] = await query(to, "select spreads from measurements");
  const spreads = readMetricSpreads(measured!["spreads"] as (number | null)[][]);
  expect(Object.keys(spreads).sort()).toEqual([
    "bytes-total",
    "cls",
    "fcp",
    "lcp",
    "performance",
    "si",
    "tbt",
    "ttfb",
  ]);
  expect(spreads.lcp).toEqual({ n: 3, median: 2200, mad: 100, min: 2100, max: 2500 });
  expect(spreads.ttfb).toEqual({ n: 3, median: 310, mad: 0, min: 310, max: 310 });
});

test("counts by reason what was invented or has no place, and names the tables that stay behind", async () => {
  const from = file("left.db", (database) => {
    shop(database);
    productResult(database);
    database.insert("performance_metrics", {
      id: randomUUID(),
      siteId: ids.shop,
      deviceType: "business",
      timestamp: at,
    });
    database.insert("performance_metrics", {
      ...{ id: randomUUID(), siteId: ids.shop, timestamp: at, ttfb: 640, inp: 180 },
      ...{ pageSize: 5000, themeAssetSize: 5000, auditDetails: "{}" },
    });
    database.insert("scheduled_jobs", { id: "j" });
    database.insert("api_keys", { id: "k", key: "secret" });
  });
  const to = await createDatabase(server.url, "left_behind");
  const { plan, code } = await reportOf(["plan", "--from", from, "--to", to]);
  expect(code).toBe(0);
  const counted = plan.left
    .filter(({ count }) => count > 0)
    .map(({ what, count, why }) => `${count} ${what}: ${why}`);
  expect(counted).toEqual(
    expect.arrayContaining([
      "3 values: TTI stored as FCP + 3 s, which nobody measured",
      "12 values: accessibility, best practices, SEO and requests stored as 0 because they were not measured",
      "3 values: page load time, which was a copy of the Speed Index",
      "1 values: page size stored as a copy of the theme asset size",
      '1 performance results: of the device "business", which is no profile',
      "1 performance_metrics.inp: a value of visitors, not of a lab run",
      "1 scheduled_jobs: jobs of a queue that is no more; schedules make new ones",
      "1 api_keys: stored in clear and used nowhere; make new tokens",
    ]),
  );
});

test("brings users disabled, without a password that could match, and leaves out those without access", async () => {
  const from = file("people.db", (database) => {
    database.insert("users", {
      id: randomUUID(),
      email: "admin@example.com",
      name: null,
      role: "admin",
      created_at: at / 1000,
    });
    database.insert("users", {
      id: "clx1",
      email: "Member@example.com",
      name: "M",
      role: "member",
      created_at: String(at),
    });
    database.insert("users", {
      id: randomUUID(),
      email: "out@example.com",
      role: "no_access",
      created_at: at,
    });
  });
  const to = await createDatabase(server.url, "people");
  const report = await reportOf(["--from", from, "--to", to]);
  expect(report).toMatchObject({ code: 0, outcome: "fine" });
  const users = await query(
    to,
    "select email, name, role, created_at, password_hash, disabled_at from users order by role",
  );
  expect(users).toMatchObject([
    { email: "admin@example.com", name: "admin@example.com", role: "admin", created_at: new Date(at) },
    { email: "Member@example.com", name: "M", role: "editor", created_at: new Date(at) },
  ]);
  for (const user of users) {
    expect(user["disabled_at"]).toBeInstanceOf(Date);
    expect(await verifyPassword("", String(user["password_hash"]))).toBe(false);
  }
  expect(report.notices).toContain("2 users disabled and without a password: they signed in with Google");
  expect(report.plan.left).toContainEqual({ what: "users", count: 1, why: "people without access" });
});

test("replaces ids that are no UUIDs in every reference, the same way in every run", async () => {
  const from = file("ids.db", (database) => {
    database.insert("sites", { id: "site-1", name: "One", url: "https://one.example", createdAt: at });
    database.insert("performance_metrics", { id: "m-1", siteId: "site-1", timestamp: at, lcp: 1 });
    database.insert("performance_test_runs", {
      ...{ id: "r-1", site_id: "site-1", page_url: "https://one.example", run_number: 1, batch_id: "b-1" },
      ...{ timestamp: at - 1000, ...workersRun(1) },
    });
  });
  const [first, second] = [
    await createDatabase(server.url, "ids_1"),
    await createDatabase(server.url, "ids_2"),
  ];
  for (const to of [first, second])
    expect(await reportOf(["--from", from, "--to", to])).toMatchObject({ code: 0 });
  const sql = `select s.id as site, p.id as page, b.id as batch, m.id as measurement, x.id as sample
    from sites s join pages p on p.site_id = s.id join batches b on b.site_id = s.id and b.subject = 'site:' || s.id
    join measurements m on m.batch_id = b.id and m.page_id = p.id
    join samples x on x.measurement_id = m.id and m.representative_sample_id = x.id`;
  const rows = await query(first, sql);
  expect(rows).toHaveLength(1);
  expect(await query(second, sql)).toEqual(rows);
  expect(await reportOf(["verify", "--from", from, "--to", first])).toMatchObject({ code: 0 });
});

test("keeps a result that has no value as a failed measurement with its reason", async () => {
  const from = file("failed.db", (database) => {
    shop(database);
    database.insert("performance_metrics", {
      id: ids.aggregate,
      siteId: ids.shop,
      timestamp: at,
      errorDetails: "No FCP",
    });
  });
  const to = await createDatabase(server.url, "failed");
  expect(await reportOf(["--from", from, "--to", to])).toMatchObject({ code: 0 });
  expect(
    await query(to, "select m.state, failure, s.state as sample from measurements m join samples s on true"),
  ).toEqual([{ state: "failed", failure: "No FCP", sample: "failed" }]);
});

test("reads the first version's column names", async () => {
  const { DatabaseSync } = await import("node:sqlite");
  const from = join(directory, "first.sqlite");
  const database = new DatabaseSync(from);
  database.exec(`
    create table sites (id text primary key, name text, url text, "isActive" boolean, "createdAt" datetime);
    create table performance_metrics (id text primary key, "siteId" text, timestamp datetime, "deviceType" text,
      lcp real, "speedIndex" real, "performanceScore" integer, "bytesIn" integer);
    insert into sites values ('${ids.shop}', 'Shop', 'shop.example', 1, '${at}');
    insert into performance_metrics values ('${ids.aggregate}', '${ids.shop}', ${at}, 'mobile', 2, 3, 77, 1234);`);
  database.close();
  const to = await createDatabase(server.url, "first");
  expect(await reportOf(["--from", from, "--to", to])).toMatchObject({ code: 0 });
  const [sample] = await query(to, "select values from samples");
  expect(readMetricValues(sample!["values"] as (number | null)[])).toEqual({
    ...{ performance: 77, si: 3000, lcp: 2000, "bytes-total": 1234 },
  });
});

test("lists results of unknown sites, and with --quarantine sets them aside as JSON", async () => {
  const from = file("orphans.db", (database) => {
    shop(database);
    productResult(database);
    database.insert("performance_metrics", {
      id: "lost",
      siteId: "gone",
      timestamp: at,
      lcp: 2,
      testLocation: "moon",
    });
    database.insert("performance_metrics", { id: "timeless", siteId: ids.shop, timestamp: "never", lcp: 2 });
    database.insert("users", { id: "clx2", email: "a@example.com", created_at: at });
    database.insert("sites", { id: "nowhere", name: "?", url: "javascript:alert(1)", createdAt: at });
  });
  const to = await createDatabase(server.url, "earlier_orphans");
  const refused = await migrateData(["--from", from, "--to", to]);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain("performance_metrics lost: siteId: no such row in sites (gone)");
  expect(refused.stdout).toContain("performance_metrics timeless: its timestamp cannot be read");
  const report = await reportOf(["--from", from, "--to", to, "--quarantine"]);
  expect(report).toMatchObject({ code: 0, keptQuarantine: true });
  expect(await query(to, "select kind, old_id from moving.ids")).toEqual([{ kind: "user", old_id: "clx2" }]);
  expect(
    await query(
      to,
      "select table_name, row->>'id' as id, row->>'testLocation' as place from moving.quarantine order by 2",
    ),
  ).toEqual([
    { table_name: "performance_metrics", id: "lost", place: "moon" },
    { table_name: "sites", id: "nowhere", place: null },
    { table_name: "performance_metrics", id: "timeless", place: null },
  ]);
  expect(await reportOf(["verify", "--from", from, "--to", to])).toMatchObject({ code: 0 });
});

test("goes on after kill -9 at any moment, and ends whole", { timeout: KILLED_LIMIT_MS }, async () => {
  const from = file("big.db", (database) => {
    for (let site = 0; site < 5; site += 1)
      database.insert("sites", {
        id: `site-${site}`,
        name: "S",
        url: `https://s${site}.example`,
        createdAt: at,
      });
    for (let row = 0; row < 3000; row += 1)
      database.insert("performance_metrics", {
        ...{
          id: randomUUID(),
          siteId: `site-${row % 5}`,
          timestamp: at + row * 40_000,
          ...workersRun(2 + (row % 7) / 10),
        },
      });
  });
  const to = await createDatabase(server.url, "earlier_killed");
  const args = ["--from", from, "--to", to, "--batch", "100"];
  let kills = 0;
  for (const afterMs of [300, 500, 700, 900, 1100, 1300]) {
    const running = await startMigrateData(args);
    await Promise.race([running.ended, sleep(afterMs)]);
    running.kill("SIGKILL");
    if ((await running.ended).code === null) kills += 1;
  }
  expect(kills).toBeGreaterThan(2);
  await migrateData(args);
  const report = await reportOf(["verify", "--from", from, "--to", to]);
  expect(report).toMatchObject({ code: 0, outcome: "fine" });
  expect(await query(to, "select count(*)::int as count from samples")).toEqual([{ count: 3000 }]);
  expect(await query(to, "select nspname from pg_namespace where nspname = 'moving'")).toEqual([]);
});

test("refuses what is no file of the earlier system", async () => {
  const to = await createDatabase(server.url, "no_file");
  await writeFile(join(directory, "text.db"), "not a database, but long enough to be read as one".repeat(50));
  for (const [name, reason] of [
    ["missing.db", "there is no file"],
    ["text.db", "is no database of the earlier dashboard: file is not a database"],
  ] as const) {
    const { code, stderr } = await migrateData(["--from", join(directory, name), "--to", to]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
  }
});
