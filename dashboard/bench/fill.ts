import type pg from "pg";
import { metrics, type Metric } from "../src/papers/metric.ts";

export interface Amount {
  readonly sites: number;
  readonly pages: number;
  readonly nights: number;
  /** So many of the newest nights have all metrics and the values of their samples; the others the shown metrics. */
  readonly wholeNights: number;
}

/** What the overview shows. */
const SHOWN: readonly Metric[] = [
  "performance",
  "accessibility",
  "best-practices",
  "seo",
  "lcp",
  "cls",
  "tbt",
];
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
    await fillNights(client, amount, { from, to: Math.max(0, from - NIGHTS_AT_ONCE) });
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

async function fillNights(
  client: pg.Client,
  { wholeNights }: Amount,
  nights: { from: number; to: number },
): Promise<void> {
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
  await client.query(`
    insert into measurements (id, batch_id, page_id, profile, state, samples_wanted, created_at, finished_at,
      lighthouse_version, chromium_version, judged_at)
    select id, batch_id, page_id, profile, 'done', ${SAMPLES}, at - interval '5 minutes', at, '13.5.0', '153.0.1', at
    from night_measurements order by id`);
  await fillSamples(client, wholeNights);
  await fillValues(client, wholeNights);
}

async function fillSamples(client: pg.Client, wholeNights: number): Promise<void> {
  const pairs = metrics.map((metric) => `'${metric}', ${valueSql(metric)}`).join(", ");
  await client.query(`
    insert into samples (id, measurement_id, index, state, priority, position, enqueued_at, started_at, finished_at,
      duration_ms, benchmark_index, foreign_cpu_share, lighthouse_version, chromium_version, final_url, values)
    select uuidv7(m.at - now()), m.id, i, 'done', 30, 6 * i + (number % 6), m.at - interval '4 minutes', m.at - interval '10 seconds',
      m.at, 8000 + 4000 * random(), 1500 + 100 * random(), 0.02 * random(), '13.5.0', '153.0.1', p.url,
      case when m.at > now() - make_interval(days => ${wholeNights}) then jsonb_build_object(${pairs}) end
    from night_measurements m join pages p on p.id = m.page_id, generate_series(0, ${SAMPLES - 1}) i
    order by m.id, i`);
}

async function fillValues(client: pg.Client, wholeNights: number): Promise<void> {
  const rows = metrics.map((metric) => `('${metric}', ${SHOWN.includes(metric)}, ${valueSql(metric)})`);
  await client.query(`
    insert into measurement_values (measurement_id, metric, page_id, profile, measured_at, n, median, mad, min, max)
    select m.id, metric, page_id, profile, at, ${SAMPLES}, value, value * 0.01, value * 0.98, value * 1.03
    from night_measurements m, lateral (values ${rows.join(", ")}) v (metric, is_shown, value)
    where is_shown or m.at > now() - make_interval(days => ${wholeNights})
    order by m.id`);
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
