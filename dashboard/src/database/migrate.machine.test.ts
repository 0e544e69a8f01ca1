import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLog, startTestDatabase, type TestDatabase } from "../testing/database.ts";
import { openDatabase } from "./database.ts";
import { migrateDatabase, readSchemaState } from "./migrate.ts";

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
