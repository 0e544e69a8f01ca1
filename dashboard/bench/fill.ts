import type pg from "pg";
import { metrics, type Metric } from "../src/papers/metric.ts";

export interface Amount {
  readonly sites: number;
  readonly pages: number;
  readonly nights: number;
}

const NIGHTS_AT_ONCE = 30;
const SAMPLES = 3;

/**
 * Writes what so many nights of scheduled measuring leave behind: a batch a site and night, a measurement a page and
 * profile, three samples each. Oldest first, with ids that sort by time, so that rows lie as they would.
 */
export async function fill(client: pg.Client, amount: Amount): Promise<void> {
  await client.query("set synchronous_commit = off");
  await fillSites(client, amount);
  for (let from = amount.nights; from > 0; from -= NIGHTS_AT_ONCE)
    await fillNights(client, { from, to: Math.max(0, from - NIGHTS_AT_ONCE) });
  await client.query("drop table night_measurements, series");
  // What autovacuum does by itself within a minute.
  await client.query("vacuum analyze");
}

async function fillSites(client: pg.Client, { sites, pages }: Amount): Promise<void> {
  await client.query(`
    insert into sites (id, name, origin)
    select uuidv7(), 'Site ' || lpad(n::text, 3, '0'), 'https://site-' || n || '.example'
    from generate_series(1, ${sites}) n`);
  await client.query(`
    insert into pages (id, site_id, url, label, position)
    select uuidv7(), s.id, s.origin || '/page-' || n, 'Page ' || n, n
    from sites s, generate_series(1, ${pages}) n`);
  await client.query(`
    insert into schedules (id, site_id, cron, time_zone)
    select uuidv7(), id, (row_number() over (order by id) % 60) || ' 4 * * *', 'Europe/Berlin' from sites`);
  await client.query(`
    create temp table series as
    select p.id as page_id, p.site_id, profile, row_number() over (order by p.id, profile) as number
    from pages p, unnest(array['mobile', 'desktop']) profile`);
}

async function fillNights(client: pg.Client, nights: { from: number; to: number }): Promise<void> {
  await client.query(`
    insert into batches (id, trigger, subject, site_id, state, created_at, finished_at)
    select uuidv7(-age), 'schedule', 'site:' || s.id, s.id, 'done', now() - age, now() - age + interval '5 minutes'
    from generate_series(${nights.to}, ${nights.from - 1}) night, sites s,
      lateral (select make_interval(days => night, hours => 2) as age) a
    order by night desc, s.id`);
  await client.query(`
    create temp table if not exists night_measurements
      (id uuid, batch_id uuid, page_id uuid, profile text, at timestamptz, number bigint);
    truncate night_measurements;
    insert into night_measurements
    select uuidv7(b.created_at - now()), b.id, s.page_id, s.profile, b.finished_at, s.number
    from batches b join series s on s.site_id = b.site_id
    where b.created_at <= now() - make_interval(days => ${nights.to}) and b.created_at > now() - make_interval(days => ${nights.from}) 
    order by b.created_at, s.number`);
  const spreads = metrics.map(
    (metric) =>
      `(select array[${SAMPLES}, v, v * 0.01, v * 0.98, v * 1.03] from (select ${valueSql(metric)} as v) drawn)`,
  );
  await client.query(`
    insert into measurements (id, batch_id, page_id, profile, state, samples_wanted, created_at, finished_at,
      lighthouse_version, chromium_version, judged_at, spreads, performance)
    select *, spreads[1][2] from (
      select id, batch_id, page_id, profile, 'done', ${SAMPLES}, at - interval '5 minutes', at, '13.5.0', '153.0.8058.88', at,
        array[${spreads.join(", ")}] as spreads
      from night_measurements order by id) m`);
  await client.query(`
    insert into samples (id, measurement_id, index, state, priority, position, worker_id, started_at, finished_at,
      duration_ms, benchmark_index, foreign_cpu_share, lighthouse_version, chromium_version, values)
    select uuidv7(m.at - now()), m.id, i, 'done', 30, 6 * i + (number % 6), m.batch_id,
      m.at - interval '10 seconds', m.at, 8000 + 4000 * random(), 1500 + 100 * random(), 0.02 * random(), '13.5.0', '153.0.8058.88',
      array[${metrics.map(valueSql).join(", ")}]
    from night_measurements m, generate_series(0, ${SAMPLES - 1}) i
    order by m.id, i`);
}

function valueSql(metric: Metric): string {
  if (metric === "cls") return "case when number % 3 = 0 then 0 else 0.2 * random() end";
  if (metric === "tbt")
    return "case when number % 4 = 0 then 0 else round((500 * random())::numeric, 1)::float8 end";
  if (["performance", "accessibility", "best-practices", "seo"].includes(metric))
    return "40 + floor(60 * random())";
  if (metric.startsWith("bytes")) return "floor(1000000 * random())";
  if (metric === "requests" || metric === "third-parties") return "floor(80 * random())";
  return "round((4000 * random())::numeric, 3)::float8";
}
