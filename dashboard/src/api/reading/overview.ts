import type { Db } from "../../database/database.ts";
import { bandOf } from "../../papers/metric.ts";
import type { Overview } from "../shapes/overview.ts";
import { readSampleMs } from "./batches.ts";
import { readOpenBatches } from "./open-batches.ts";
import { readSitesOfOverview, type SiteOfOverview } from "./overview-sites.ts";
import { describeProfileStand } from "./profile-stand.ts";
import { readRecentScores } from "./recent-scores.ts";
import { readSeriesStands, type SeriesStand } from "./series-stands.ts";
import { readSiteProblems } from "./site-problems.ts";
import { readWorkerNotice } from "./worker-notice.ts";

const NO_PROBLEMS = { budgetsFailing: 0, budgetsWarning: 0, anomalies: 0 };

/** Everything the first page shows, in seven statements however many sites there are. */
export async function readOverview(db: Db, now = new Date()): Promise<Overview> {
  // The long ones first: there are fewer connections than statements.
  const [stands, recentScores, sampleMs, sites, problems, open, notice] = await Promise.all([
    readSeriesStands(db),
    readRecentScores(db),
    readSampleMs(db),
    readSitesOfOverview(db),
    readSiteProblems(db),
    readOpenBatches(db),
    readWorkerNotice(db),
  ]);
  const bySite = Map.groupBy(stands, ({ siteId }) => siteId);
  const samples = countSamples(sites);
  return {
    sites: sites.map(({ samplesPerMeasurement: _, profiles, ...site }) => {
      const its = bySite.get(site.id) ?? [];
      const failedMeasurements = its.filter(({ hasFailed }) => hasFailed).length;
      return {
        ...site,
        profiles: profiles.map((profile) => describeProfileStand(profile, its, recentScores, now)),
        problems: { ...(problems.get(site.id) ?? NO_PROBLEMS), failedMeasurements },
        openBatch: open.bySite.get(site.id) ?? null,
      };
    }),
    bands: countBands(stands),
    allSites: { samples, expectedMs: sampleMs === null ? null : Math.round(samples * sampleMs) },
    openAllBatchId: open.allBatchId,
    notice,
  };
}

function countBands(stands: readonly SeriesStand[]): Overview["bands"] {
  const bands = { good: 0, average: 0, poor: 0, none: 0 };
  for (const { profile, values } of stands) {
    const score = values.performance;
    bands[score === undefined ? "none" : (bandOf("performance", profile, score) ?? "none")] += 1;
  }
  return bands;
}

function countSamples(sites: readonly SiteOfOverview[]): number {
  return sites
    .filter(({ enabled }) => enabled)
    .reduce((sum, site) => sum + site.pages * site.profiles.length * site.samplesPerMeasurement, 0);
}
