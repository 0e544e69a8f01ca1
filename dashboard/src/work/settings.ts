import { sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { settings } from "../database/schema/index.ts";

/** What an administrator may change, with its defaults. */
export interface Settings {
  readonly retention: {
    readonly reportDays: number;
    readonly filmstripDays: number;
    readonly sampleDays: number;
  };
  /** CPU slow-down of the mobile profile; 4 is Lighthouse's own and comparable with other tools. */
  readonly cpuSlowdown: number;
}

export const defaultSettings: Settings = {
  retention: { reportDays: 90, filmstripDays: 30, sampleDays: 400 },
  cpuSlowdown: 4,
};

export async function readSettings(db: Db): Promise<Settings> {
  const rows = await db.select().from(settings);
  const stored = Object.fromEntries(rows.map(({ name, value }) => [name, value])) as Partial<Settings>;
  return { ...defaultSettings, ...stored };
}

export async function writeSettings(db: Db, change: Partial<Settings>): Promise<void> {
  for (const [name, value] of Object.entries(change))
    await db
      .insert(settings)
      .values({ name, value })
      .onConflictDoUpdate({ target: settings.name, set: { value: sql`excluded.value` } });
}
