import { DatabaseSync, type SQLInputValue } from "node:sqlite";

const VALUE_COLUMNS = `performance integer, accessibility integer, seo integer, fcp real, si real, lcp real, tbt real,
  cls real, tti real, ttfb real, inp real, requests integer`;

/** The earlier system's tables as its ORM made them, half in camelCase and half in snake_case. */
const schema = `
  create table users (id text primary key, name text, email text not null unique, role text not null default 'member',
    is_active boolean default true, created_at datetime, updated_at datetime);
  create table accounts (id text primary key, user_id text references users(id));
  create table sites (id text primary key, name text not null, url text not null unique, category_url text,
    product_url text, is_shopify boolean default true, "monitoringEnabled" boolean not null default true,
    "checkFrequency" integer not null default 360, "createdAt" datetime not null);
  create table performance_metrics (id text primary key, "siteId" text not null references sites(id),
    timestamp datetime not null, "testLocation" text, "deviceType" text not null default 'mobile',
    page_type text not null default 'homepage', ${VALUE_COLUMNS}, "bestPractices" integer, "pageLoadTime" real,
    "pageSize" integer, "imageOptimizationScore" real, "themeAssetSize" real, "thirdPartyBlockingTime" real,
    "auditDetails" json, "errorDetails" text);
  create table performance_test_runs (id text primary key, site_id text not null references sites(id),
    page_type text not null default 'homepage', page_url text not null, device_type text not null default 'mobile',
    run_number integer not null, batch_id text not null, timestamp datetime not null, ${VALUE_COLUMNS},
    best_practices integer, page_load_time real, page_size integer, error_details text);
  create table scheduled_jobs (id text primary key, "siteId" text, status text);
  create table recommendations (id text primary key, site_id text);
  create table api_keys (id text primary key, key text);`;

export type Values = Readonly<Record<string, SQLInputValue>>;

export interface EarlierDatabase {
  insert(table: string, row: Values): void;
  /** Writes the file. */
  close(): void;
}

/** A new file with the earlier schema and no rows. Foreign keys are off, as they were. */
export function createEarlierDatabase(path: string): EarlierDatabase {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  database.exec(schema);
  database.exec("begin");
  return {
    insert: (table, row) => {
      const names = Object.keys(row);
      const places = names.map(() => "?").join(", ");
      const columns = names.map((name) => `"${name}"`).join(", ");
      database.prepare(`insert into "${table}" (${columns}) values (${places})`).run(...Object.values(row));
    },
    close: () => {
      database.exec("commit");
      database.close();
    },
  };
}

/** What the workers stored of a run: times in seconds, TTFB too, and what they did not measure made up. */
export function workersRun(lcp: number): Values {
  const fcp = lcp - 0.7;
  return {
    performance: Math.round(100 - lcp * 10),
    ...{ accessibility: 0, seo: 0, requests: 0 },
    ...{ fcp, si: lcp + 0.4, lcp, tbt: 120, cls: 0.02, tti: fcp + 3, ttfb: 0.31 },
  };
}
