import { and, asc, eq } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { measurements, pages, samples, sites } from "../../database/schema/index.ts";
import type { SampleValues } from "../../judging/compare-measurements.ts";
import { metrics } from "../../papers/metric.ts";
import { readRequestList, type RequestList } from "./request-list.ts";

/** One of two measurements that are compared. */
export interface ComparisonSide {
  readonly measurement: typeof measurements.$inferSelect;
  readonly page: typeof pages.$inferSelect;
  readonly site: typeof sites.$inferSelect;
  /** Of all samples that count, in their order. */
  readonly values: SampleValues;
  /** Samples that count. */
  readonly samples: number;
  /** Of the representative sample; null: not kept. */
  readonly requests: RequestList | null;
}

/** null: there is no such measurement. */
export async function readComparisonSide(db: Db, measurementId: string): Promise<ComparisonSide | null> {
  const [found] = await db
    .select({ measurement: measurements, page: pages, site: sites })
    .from(measurements)
    .innerJoin(pages, eq(pages.id, measurements.pageId))
    .innerJoin(sites, eq(sites.id, pages.siteId))
    .where(eq(measurements.id, measurementId));
  if (found === undefined) return null;
  const rows = await readDoneSamples(db, measurementId);
  const requests = await readRequestList(db, found.measurement.representativeSampleId);
  return { ...found, values: collectValues(rows), samples: rows.length, requests };
}

type DoneSample = Pick<typeof samples.$inferSelect, "values">;

async function readDoneSamples(db: Db, measurementId: string): Promise<readonly DoneSample[]> {
  return db
    .select({ values: samples.values })
    .from(samples)
    .where(and(eq(samples.measurementId, measurementId), eq(samples.state, "done")))
    .orderBy(asc(samples.index));
}

function collectValues(rows: readonly DoneSample[]): SampleValues {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const values = rows.flatMap((row) => row.values?.[metric] ?? []);
      return values.length === 0 ? [] : [[metric, values]];
    }),
  );
}
