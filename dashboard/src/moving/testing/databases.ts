import pg from "pg";
import { openDatabase } from "../../database/database.ts";
import { migrateDatabase } from "../../database/migrate.ts";
import { silentLog } from "../../testing/database.ts";

/** Makes another database on a server, empty or with the schema, and gives its address. */
export async function createDatabase(
  serverUrl: string,
  name: string,
  { migrated = false }: { readonly migrated?: boolean } = {},
): Promise<string> {
  await query(serverUrl, `create database "${name}"`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if (!migrated) return url.href;
  const database = openDatabase({ url: url.href, ca: null, name: "test" }, silentLog);
  await migrateDatabase(database, silentLog);
  await database.close();
  return url.href;
}

type Row = Readonly<Record<string, unknown>>;

/** Rows of one statement, or of the last of several, over a connection of its own. */
export function query(url: string, sql: string): Promise<readonly Row[]> {
  return withClient(url, async (client) => {
    const results = [await client.query<Row>(sql)].flat();
    return results.at(-1)?.rows ?? [];
  });
}

export async function withClient<Result>(
  url: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
