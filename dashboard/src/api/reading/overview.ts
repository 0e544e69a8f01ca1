import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { bandOf, type Metric, type Profile } from "../../papers/metric.ts";
import { nextTimes } from "../../schedules/due-times.ts";
import { median } from "../../statistics/spread.ts";
import type { Overview, OverviewSite } from "../shapes/overview.ts";
import { readSampleMs } from "./batches.ts";
import { readOpenBatches } from "./open-batches.ts";
import { readSeriesStands, shownMetrics, type SeriesStand } from "./series-stands.ts";
import { readSiteProblems } from "./site-problems.ts";
import { readSparklines } from "./sparklines.ts";
import { readWorkerNotice } from "./worker-notice.ts";

type ProfileStand = OverviewSite["profiles"][number];

interface SiteRow extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  readonly enabled: boolean;
  readonly profiles: readonly Profile[];
  readonly samplesPerMeasurement: number;
  /** Enabled ones. */
  readonly pages: number;
  /** null: its schedule is switched off, or there is none. */
  readonly cron: string | null;
  readonly timeZone: string | null;
}

/** Everything the first page shows, in seven statements however many sites there are. */
export async function readOverview(db: Db): Promise<Overview> {
  const [rows, stands, sparklineOf, problems, open, sampleMs, notice] = await Promise.all([
    readSiteRows(db),
    readSeriesStands(db),
    readSparklines(db),
    readSiteProblems(db),
    readOpenBatches(db),
    readSampleMs(db),
    readWorkerNotice(db),
  ]);
  const bySite = Map.groupBy(stands, ({ siteId }) => siteId);
  const samples = countSamples(rows);
  return {
    sites: rows.map((row) => {
      const its = bySite.get(row.id) ?? [];
      return {
        ...describeSite(row),
        profiles: row.profiles.map((profile) => ({
          ...describeProfile(profile, its),
          sparkline: sparklineOf(row.id, profile),
        })),
        problems: {
          ...(problems.get(row.id) ?? { budgetsFailing: 0, budgetsWarning: 0, anomalies: 0 }),
          failedMeasurements: its.filter(({ hasFailed }) => hasFailed).length,
        },
        openBatch: open.bySite.get(row.id) ?? null,
      };
    }),
    bands: countBands(stands),
    allSites: { samples, expectedMs: sampleMs === null ? null : Math.round(samples * sampleMs) },
    openAllBatchId: open.allBatchId,
    notice,
  };
}

async function readSiteRows(db: Db): Promise<readonly SiteRow[]> {
  const { rows } = await db.execute<SiteRow>(sql`
    select s.id, s.name, s.origin, s.enabled, s.profiles, s.samples_per_measurement as "samplesPerMeasurement",
      (select count(*) from pages p where p.site_id = s.id and p.enabled)::int as pages,
      sc.cron, sc.time_zone as "timeZone"
    from sites s
    left join schedules sc on sc.site_id = s.id and sc.enabled and s.enabled
    order by s.name, s.id`);
  return rows;
}

function describeSite({ id, name, origin, enabled, pages, cron, timeZone }: SiteRow) {
  const next = cron === null || timeZone === null ? [] : nextTimes({ cron, timeZone }, 1);
  return { id, name, origin, enabled, pages, nextAt: next[0]?.toISOString() ?? null };
}

function describeProfile(profile: Profile, ofSite: readonly SeriesStand[]): Omit<ProfileStand, "sparkline"> {
  const its = ofSite.filter((stand) => stand.profile === profile);
  const times = its.flatMap(({ measuredAt }) => measuredAt?.getTime() ?? []);
  return {
    profile,
    measuredAt: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
    values: mediansOf(its),
    scoreChange: scoreChangeOf(its),
  };
}

function mediansOf(stands: readonly SeriesStand[]): Partial<Record<Metric, number>> {
  return Object.fromEntries(
    shownMetrics.flatMap((metric) => {
      const values = stands.flatMap((stand) => stand.values[metric] ?? []);
      return values.length === 0 ? [] : [[metric, median(values)]];
    }),
  );
}

/** Over the pages that have both scores: one that was added since must not look like a change. */
function scoreChangeOf(stands: readonly SeriesStand[]): number | null {
  const pairs = stands.flatMap(({ values: { performance: now }, earlierScore: before }) =>
    now === undefined || before === null ? [] : [{ now, before }],
  );
  if (pairs.length === 0) return null;
  return median(pairs.map(({ now }) => now)) - median(pairs.map(({ before }) => before));
}

function countBands(stands: readonly SeriesStand[]): Overview["bands"] {
  const bands = { good: 0, average: 0, poor: 0, none: 0 };
  for (const { profile, values } of stands) {
    const score = values.performance;
    bands[score === undefined ? "none" : (bandOf("performance", profile, score) ?? "none")] += 1;
  }
  return bands;
}

function countSamples(rows: readonly SiteRow[]): number {
  const measured = rows.filter(({ enabled }) => enabled);
  return measured.reduce(
    (sum, site) => sum + site.pages * site.profiles.length * site.samplesPerMeasurement,
    0,
  );
}
