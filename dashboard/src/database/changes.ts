import { sql } from "drizzle-orm";
import type { Db } from "./database.ts";

export const CHANGES_CHANNEL = "dashboard_changes";

/** Something that open pages show. Crosses the wire as it is. */
export interface Change {
  readonly kind: "batch" | "measurement" | "site" | "budget" | "anomaly" | "queue";
  readonly id: string;
}

/** Tells every web process; inside a transaction it is sent when that commits, and equal ones are sent once. */
export async function announce(db: Db, change: Change): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANGES_CHANNEL}, ${JSON.stringify(change)})`);
}
