import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../database/database.ts";
import { startEmbedded } from "../database/embedded.ts";
import { migrateDatabase } from "../database/migrate.ts";
import { silentLog, startTestDatabase, type TestDatabase } from "../testing/database.ts";
import type { Report } from "./report.ts";
import { migrateData, startMigrateData } from "./testing/command.ts";
import { createDatabase, query, withClient } from "./testing/databases.ts";
import { seed } from "./testing/seed.ts";

const SAMPLES = 20_000;
const orphan = "0199a000-0000-7000-8000-000000000001";
// Each start takes a second on a machine that is busy with other tests.
const KILLED_LIMIT_MS = 180_000;

let server: TestDatabase;
beforeAll(async () => {
  server = await startTestDatabase();
  await withClient(server.url, (client) => seed(client, { samples: SAMPLES }));
});
afterAll(() => server.stop());

const idsSql =
  "select md5(string_agg(id::text, ' ' order by id)) as ids, count(*)::int as count from samples";
const leftSql = "select nspname from pg_namespace where nspname = 'moving'";

async function reportOf(args: readonly string[]): Promise<Report & { readonly code: number | null }> {
  const { code, stdout, stderr } = await migrateData([...args, "--json"]);
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Report), code };
}

test("copies every table to an empty database, equal row by row, and leaves nothing of its own", async () => {
  const to = await createDatabase(server.url, "plain");
  const report = await reportOf(["--from", server.url, "--to", to]);
  expect(report).toMatchObject({ code: 0, outcome: "fine", resumed: false });
  const tables = report.verification?.tables ?? [];
  expect(tables.filter(({ source }) => source.rows === 0).map(({ table }) => table)).toEqual([
    "sign_in_failures",
    "workers",
  ]);
  for (const { table, source, target } of tables) expect(target, table).toEqual(source);
  expect(report.verification?.references.length).toBeGreaterThan(20);
  expect(await query(to, idsSql)).toEqual(await query(server.url, idsSql));
  expect(await query(to, leftSql)).toEqual([]);
  expect(report.plan.left.map(({ what, count }) => [what, count])).toEqual([
    ["workers", 1],
    ["sign_in_failures", 1],
    ["invitations", 1],
  ]);
  expect(report.notices).toContainEqual(expect.stringContaining("ENCRYPTION_KEY"));
});

test(
  "goes on after kill -9 at any point, and ends with the same ids and no duplicates",
  { timeout: KILLED_LIMIT_MS },
  async () => {
    const to = await createDatabase(server.url, "killed");
    const args = ["--from", server.url, "--to", to, "--batch", "200"];
    const reached: number[] = [];
    for (let kills = 0; kills < 6; kills += 1) {
      const running = await startMigrateData(args);
      await awaitMore(to, reached.at(-1) ?? 0);
      running.kill("SIGKILL");
      expect((await running.ended).code).toBeNull();
      reached.push(await countCopied(to));
    }
    expect(reached).toEqual([...new Set(reached)].sort((a, b) => a - b));
    const report = await reportOf(args);
    expect(report).toMatchObject({ code: 0, outcome: "fine", resumed: true });
    expect(await query(to, idsSql)).toEqual(await query(server.url, idsSql));
    expect(await query(to, leftSql)).toEqual([]);
  },
);

test(
  "goes on after kill -9 at any moment, also before the first row and while it compares",
  { timeout: KILLED_LIMIT_MS },
  async () => {
    const to = await createDatabase(server.url, "killed_anywhere");
    const args = ["--from", server.url, "--to", to];
    let kills = 0;
    for (const afterMs of [200, 350, 500, 650, 800, 950, 1100]) {
      const running = await startMigrateData(args);
      await Promise.race([running.ended, sleep(afterMs)]);
      running.kill("SIGKILL");
      if ((await running.ended).code === null) kills += 1;
    }
    expect(kills).toBeGreaterThan(3);
    await migrateData(args);
    expect(await reportOf(["verify", "--from", server.url, "--to", to])).toMatchObject({
      code: 0,
      outcome: "fine",
    });
    expect(await query(to, idsSql)).toEqual(await query(server.url, idsSql));
  },
);

test("stops after the batch in hand on Ctrl-C and says how to go on", async () => {
  const to = await createDatabase(server.url, "stopped");
  const args = ["--from", server.url, "--to", to, "--batch", "100"];
  const running = await startMigrateData(args);
  await awaitMore(to, 0);
  running.kill("SIGINT");
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  expect(ended.stdout).toContain("Give the same command again to go on");
  expect(await reportOf(args)).toMatchObject({ code: 0, resumed: true });
});

test("says in a sentence that a server went away, and goes on afterwards", async () => {
  const to = await createDatabase(server.url, "cut_off");
  const args = ["--from", server.url, "--to", to, "--batch", "100"];
  const running = await startMigrateData(args);
  await awaitMore(to, 0);
  await query(
    server.url,
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'cut_off' and application_name like '%migrate-data'",
  );
  const { code, stderr } = await running.ended;
  expect(code).toBe(3);
  expect(stderr).toMatch(/a server could not go on: .*\nHint: give the same command again/);
  expect(stderr).not.toContain("    at ");
  expect(await reportOf(args)).toMatchObject({ code: 0, resumed: true });
});

test("names rows that break a rule of the target, and goes on with --quarantine", async () => {
  const from = await createDatabase(server.url, "with_twins", { migrated: true });
  await query(
    from,
    `drop index users_email;
     insert into users (id, email, name, password_hash, role)
     select gen_random_uuid(), 'twin@example.com', n::text, '', 'viewer' from generate_series(1, 2) n`,
  );
  const to = await createDatabase(server.url, "for_twins");
  const args = ["--from", from, "--to", to];
  const refused = await migrateData(args);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/refuses rows of users:\n.*\(twin@example.com\) already exists/);
  expect(await reportOf([...args, "--quarantine"])).toMatchObject({
    code: 0,
    resumed: true,
    keptQuarantine: true,
  });
  expect(
    await query(
      to,
      "select (select count(*)::int from users) as users, count(*)::int as aside from moving.quarantine",
    ),
  ).toEqual([{ users: 1, aside: 1 }]);
});

test("prints help, and refusals also as JSON", async () => {
  const help = await migrateData(["--help"]);
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining("--quarantine")]);
  const wrong = await migrateData(["--from", "x.db", "--json"]);
  expect(wrong.code).toBe(2);
  expect(JSON.parse(wrong.stdout)).toEqual({
    error: { code: "USAGE", message: "--to is missing", hint: "try --help" },
  });
});

test("refuses a target that holds data, by table and count, and one that holds another copy's part", async () => {
  const to = await createDatabase(server.url, "full", { migrated: true });
  await query(
    to,
    "insert into users (id, email, name, password_hash, role) values (gen_random_uuid(), 'a', 'a', '', 'admin')",
  );
  const full = await migrateData(["--from", server.url, "--to", to]);
  expect(full.code).toBe(2);
  expect(full.stderr).toMatch(/is not empty: users has 1 row\n/);
  await query(
    to,
    "delete from users; create schema moving; create table moving.copy (fingerprint text, source text)",
  );
  await query(to, "insert into moving.copy values ('other', 'sqlite:other.db')");
  const other = await migrateData(["--from", server.url, "--to", to]);
  expect(other.code).toBe(2);
  expect(other.stderr).toContain("unfinished copy of another source: sqlite:other.db");
  expect((await migrateData(["--from", server.url, "--to", server.url])).stderr).toContain(
    "the same database",
  );
});

test("takes a target on which a dashboard has started, and keeps the settings that only it has", async () => {
  const to = await createDatabase(server.url, "started", { migrated: true });
  await query(
    to,
    `insert into workers (id, host_id, pid, cores, lanes) values (gen_random_uuid(), 'h', 1, 1, 1);
     insert into invitations (id, token_hash, role, is_first, expires_at) values (gen_random_uuid(), 'x', 'admin', true, now());
     insert into settings values ('look', '"light"'), ('own', '1')`,
  );
  const report = await reportOf(["--from", server.url, "--to", to]);
  expect(report).toMatchObject({ code: 0, outcome: "fine" });
  expect(report.notices).toContainEqual(expect.stringContaining("the target has 1 running worker"));
  expect(await query(to, "select name, value from settings order by name")).toEqual([
    { name: "look", value: "dark" },
    { name: "own", value: 1 },
    { name: "retention", value: { days: 90 } },
  ]);
});

test("lists orphans before it copies anything, and with --quarantine sets them and theirs aside", async () => {
  const from = await createDatabase(server.url, "with_orphans", { migrated: true });
  await withClient(from, (client) => seed(client, { samples: 200 }));
  await query(
    from,
    `set session_replication_role = replica;
     insert into pages (id, site_id, url, label) values ('${orphan}', gen_random_uuid(), 'https://x.example', 'Lost');
     insert into budgets (id, site_id, page_id, metric) select '${orphan}', id, '${orphan}', 'lcp' from sites limit 1`,
  );
  const to = await createDatabase(server.url, "for_orphans");
  const refused = await migrateData(["--from", from, "--to", to]);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain(`pages ${orphan}: site_id: no such row in sites`);
  expect(refused.stdout).toContain("Nothing was copied");
  const report = await reportOf(["--from", from, "--to", to, "--quarantine"]);
  expect(report).toMatchObject({ code: 0, outcome: "fine", keptQuarantine: true });
  expect(
    await query(to, "select table_name, row->>'id' as id, reason from moving.quarantine order by 1"),
  ).toEqual([
    {
      table_name: "budgets",
      id: orphan,
      reason: expect.stringContaining('not present in table "pages"') as string,
    },
    {
      table_name: "pages",
      id: orphan,
      reason: expect.stringContaining('not present in table "sites"') as string,
    },
  ]);
  expect(await reportOf(["verify", "--from", from, "--to", to])).toMatchObject({ code: 0, outcome: "fine" });
});

test("verify finds a changed, a missing and an added row, names them, and exits with 1", async () => {
  const to = await createDatabase(server.url, "changed");
  await reportOf(["--from", server.url, "--to", to]);
  await query(
    to,
    `update users set name = 'Someone' where role = 'admin';
     delete from sessions where user_id = (select id from users where role = 'viewer');
     insert into allowed_hosts (host) values ('added.example')`,
  );
  const report = await reportOf(["verify", "--from", server.url, "--to", to]);
  expect(report).toMatchObject({ code: 1, outcome: "differs" });
  const differing = report.verification?.tables.filter(({ differences }) => differences > 0) ?? [];
  expect(differing.map(({ table, shown }) => [table, shown.map(({ kind }) => kind)])).toEqual(
    expect.arrayContaining([
      ["allowed_hosts", ["extra"]],
      ["sessions", ["missing"]],
      ["users", ["different"]],
    ]),
  );
  expect(differing).toHaveLength(3);
});

test("plan changes nothing, not even the schema", async () => {
  const to = await createDatabase(server.url, "planned");
  const { code, stdout } = await migrateData(["plan", "--from", server.url, "--to", to]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/samples +20,000\n/);
  expect(stdout).toContain("Nothing was changed.");
  expect(
    await query(to, "select from pg_tables where schemaname in ('public', 'moving', 'drizzle')"),
  ).toEqual([]);
});

test("reads the dashboard's own embedded database, and refuses a directory that holds none", async () => {
  const directory = await mkdtemp(join(tmpdir(), "moving-embedded-"));
  const to = await createDatabase(server.url, "from_embedded");
  const missing = await migrateData(["--from", `embedded:${directory}`, "--to", to]);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("holds no database")]);
  const embedded = await startEmbedded(directory, silentLog);
  await embedded.stop();
  const notMigrated = await migrateData(["--from", `embedded:${directory}`, "--to", to]);
  expect([notMigrated.code, notMigrated.stderr]).toEqual([2, expect.stringContaining("it is behind")]);
  const again = await startEmbedded(directory, silentLog);
  await seedEmbedded(again.url);
  await again.stop();
  const report = await reportOf(["--from", `embedded:${directory}`, "--to", to]);
  expect(report).toMatchObject({ code: 0, outcome: "fine", source: `embedded:${directory}` });
  await rm(directory, { recursive: true });
});

test("shows no password, also where a server cannot be reached", async () => {
  const from = new URL(server.url);
  from.password = "wrong-secret";
  const to = await createDatabase(server.url, "unreached");
  const ended = await migrateData(["--from", from.href, "--to", to]);
  expect(ended.code).toBe(3);
  expect(ended.stderr).toContain("cannot be reached: password authentication failed");
  const passwords = [from.password, new URL(to).password];
  for (const password of passwords) expect(ended.stdout + ended.stderr).not.toContain(password);
});

async function seedEmbedded(url: string): Promise<void> {
  const database = openDatabase({ url, ca: null, name: "test" }, silentLog);
  await migrateDatabase(database, silentLog);
  await database.close();
  await withClient(url, (client) => seed(client, { samples: 100 }));
}

async function countCopied(url: string): Promise<number> {
  const [there] = await query(url, "select to_regclass('moving.marks') is not null as there");
  if (there?.["there"] !== true) return 0;
  const [row] = await query(url, "select coalesce(sum(rows), 0)::int as rows from moving.marks");
  return Number(row?.["rows"]);
}

async function awaitMore(url: string, rows: number): Promise<void> {
  while ((await countCopied(url)) <= rows) await sleep(5);
}
