import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLog, startTestDatabase, type TestDatabase } from "../testing/database.ts";
import { openDatabase, type Database } from "./database.ts";
import { migrateDatabase, readSchemaState } from "./migrate.ts";
import { measurements, samples } from "./schema/index.ts";

let server: TestDatabase;
beforeAll(async () => void (server = await startTestDatabase()));
afterAll(() => server.stop());

async function freshDatabase(name: string) {
  const client = await server.database.connect("test");
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return openDatabase({ url: url.href, ca: null, name: "test" }, silentLog);
}

test("six migrators at once bring an empty database up, and only one of them does the work", async () => {
  for (let round = 0; round < 3; round += 1) {
    const database = await freshDatabase(`round_${round}`);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => migrateDatabase(database, silentLog)));
    expect(outcomes.filter(({ applied }) => applied > 0)).toHaveLength(1);
    expect(await readSchemaState(database)).toBe("current");
    await database.close();
  }
});

test("tells an empty database from one that newer code has changed", async () => {
  const database = await freshDatabase("states");
  expect(await readSchemaState(database)).toBe("behind");
  await migrateDatabase(database, silentLog);
  const client = await database.connect("test");
  await client.query(
    "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)",
  );
  expect(await readSchemaState(database)).toBe("ahead");
  await expect(migrateDatabase(database, silentLog)).rejects.toThrow(/newer version/);
  await client.query("delete from drizzle.__drizzle_migrations where hash = 'later'");
  await client.query("update drizzle.__drizzle_migrations set hash = 'edited'");
  await expect(migrateDatabase(database, silentLog)).rejects.toThrow(/edited/);
  await client.end();
  await database.close();
});

/** As the first so many migrations leave it. */
async function migrateAsOf(database: Database, count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  await cp(fileURLToPath(new URL("../../migrations", import.meta.url)), folder, { recursive: true });
  const journalFile = join(folder, "meta/_journal.json");
  const journal = JSON.parse(await readFile(journalFile, "utf8")) as { entries: unknown[] };
  await writeFile(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  const client = await database.connect("test");
  await migrate(drizzle(client), { migrationsFolder: folder });
  await client.end();
  await rm(folder, { recursive: true });
}

test("keeps every value when names and rows of them become arrays", async () => {
  const database = await freshDatabase("before_arrays");
  await migrateAsOf(database, 1);
  const client = await database.connect("test");
  const [batch, site, page, measurement, failed, sample] = Array.from(
    { length: 6 },
    (_, place) => `00000000-0000-7000-8000-00000000000${place}`,
  );
  await client.query(`
    insert into sites (id, name, origin) values ('${site}', 'Shop', 'https://shop.example');
    insert into pages (id, site_id, url, label) values ('${page}', '${site}', 'https://shop.example/', 'Home');
    insert into batches (id, trigger, subject, site_id) values ('${batch}', 'manual', 'all', '${site}');
    insert into measurements (id, batch_id, page_id, profile, state, samples_wanted) values
      ('${measurement}', '${batch}', '${page}', 'mobile', 'done', 3), ('${failed}', '${batch}', '${page}', 'desktop', 'failed', 3);
    insert into samples (id, measurement_id, index, state, priority, position, values) values
      ('${sample}', '${measurement}', 0, 'done', 30, 0, '{"performance": 91, "cls": 0, "third-parties": 4}'),
      (gen_random_uuid(), '${failed}', 0, 'failed', 30, 0, null);
    insert into measurement_values (measurement_id, metric, page_id, profile, measured_at, n, median, mad, min, max) values
      ('${measurement}', 'performance', '${page}', 'mobile', now(), 3, 91, 0.5, 90, 92),
      ('${measurement}', 'cls', '${page}', 'mobile', now(), 2, 0, 0, 0, 0.1)`);
  await client.end();
  expect(await migrateDatabase(database, silentLog)).toEqual({ applied: 1 });
  const found = await database.db.select().from(measurements).orderBy(measurements.id);
  expect(found.map(({ spreads, performance }) => ({ spreads, performance }))).toEqual([
    {
      spreads: {
        performance: { n: 3, median: 91, mad: 0.5, min: 90, max: 92 },
        cls: { n: 2, median: 0, mad: 0, min: 0, max: 0.1 },
      },
      performance: 91,
    },
    { spreads: null, performance: null },
  ]);
  const values = await database.db
    .select({ values: samples.values })
    .from(samples)
    .orderBy(samples.measurementId);
  expect(values).toEqual([{ values: { performance: 91, cls: 0, "third-parties": 4 } }, { values: null }]);
  await database.close();
});
