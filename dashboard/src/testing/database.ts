import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { openDatabase, type Database } from "../database/database.ts";
import { startEmbedded } from "../database/embedded.ts";
import { migrateDatabase } from "../database/migrate.ts";

export const silentLog = pino({ level: "silent" });

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  stop(): Promise<void>;
}

/** A real PostgreSQL of its own with the schema of now; `stop` leaves nothing behind. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "dashboard-test-"));
  const embedded = await startEmbedded(directory, silentLog);
  const database = openDatabase({ url: embedded.url, ca: null, name: "test" }, silentLog);
  await migrateDatabase(database, silentLog);
  return {
    database,
    url: embedded.url,
    stop: async () => {
      await database.close();
      await embedded.stop();
      await rm(directory, { recursive: true });
    },
  };
}
