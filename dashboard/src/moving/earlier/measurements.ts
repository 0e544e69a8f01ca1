import type { batches, measurements, samples } from "../../database/schema/index.ts";
import { spreadColumns } from "../../database/schema/metric-columns.ts";
import type { Metric, MetricValues } from "../../papers/metric.ts";
import type { Ids } from "./ids.ts";
import { nameOf, type Group } from "./runs.ts";
import { spreadOf, spreadsOf } from "../../statistics/spread.ts";
import { convertValues, type ConvertedValues, type DropReason, type StoredValues } from "./values.ts";

const NOTE =
  "Imported from the earlier dashboard, which kept lab and field values in the same columns: whether LCP, FCP, CLS and TTFB were measured or come from visitors is not known.";
const NO_VALUES = "The earlier dashboard stored no values";

/** A group with the ids of what it belongs to. */
export interface PlacedGroup extends Group {
  readonly siteRowId: string;
  readonly pageId: string;
  readonly batchId: string;
}

/** The values of one run, or of an aggregate that stands for its runs. */
export interface StoredSample {
  /** Of the run; null: there is only the aggregate. */
  readonly id: string | null;
  readonly atMs: number;
  readonly values: StoredValues;
  readonly error: string | null;
}

export interface ImportedMeasurement {
  readonly measurement: typeof measurements.$inferSelect;
  readonly samples: readonly (typeof samples.$inferSelect)[];
  readonly dropped: readonly DropReason[];
}

/** Makes a measurement of a group and its stored samples, of which there is at least one. */
export function toMeasurement(
  group: PlacedGroup,
  stored: readonly StoredSample[],
  ids: Ids,
): ImportedMeasurement {
  const id = measurementId(group, ids);
  const converted = stored.map((sample) => ({ ...sample, ...convertValues(sample.values) }));
  const rows = converted.map((sample, index) => toSample(sample, { id, index, group, ids }));
  const valid = rows.flatMap((row) => (row.values === null ? [] : { id: row.id, values: row.values }));
  const representative = chooseRepresentative(valid);
  const finishedAt = new Date(group.finishedMs);
  return {
    measurement: {
      id,
      batchId: group.batchId,
      pageId: group.pageId,
      profile: group.profile,
      state: representative === null ? "failed" : "done",
      samplesWanted: rows.length,
      createdAt: new Date(group.startedMs),
      finishedAt,
      representativeSampleId: representative,
      noisy: false,
      lighthouseVersion: null,
      chromiumVersion: null,
      // Old results must raise no alarm.
      judgedAt: finishedAt,
      failure:
        representative === null ? (converted.find(({ error }) => error !== null)?.error ?? NO_VALUES) : null,
      ...spreadColumns(representative === null ? null : spreadsOf(valid.map(({ values }) => values))),
    },
    samples: rows,
    dropped: converted.flatMap(({ dropped }) => dropped),
  };
}

/** Makes the batch that some groups share. */
export function toBatch(groups: readonly PlacedGroup[]): typeof batches.$inferSelect {
  const [first] = groups as [PlacedGroup, ...PlacedGroup[]];
  return {
    id: first.batchId,
    trigger: "schedule",
    subject: `site:${first.siteRowId}`,
    siteId: first.siteRowId,
    requestedBy: null,
    note: NOTE,
    state: "done",
    createdAt: new Date(Math.min(...groups.map(({ startedMs }) => startedMs))),
    finishedAt: new Date(Math.max(...groups.map(({ finishedMs }) => finishedMs))),
  };
}

function measurementId(group: Group, ids: Ids): string {
  return group.aggregate === null
    ? ids.derive("measurement", nameOf(group), group.startedMs)
    : ids.keep("performance_metrics", group.aggregate.id, group.startedMs);
}

type ConvertedSample = Omit<StoredSample, "values"> & ConvertedValues;

interface Belonging {
  readonly id: string;
  readonly index: number;
  readonly group: PlacedGroup;
  readonly ids: Ids;
}

function toSample(
  sample: ConvertedSample,
  { id, index, group, ids }: Belonging,
): typeof samples.$inferSelect {
  const isMeasured = Object.keys(sample.values).length > 0;
  const sampleId =
    sample.id === null
      ? ids.derive("sample", nameOf(group), sample.atMs)
      : ids.keep("performance_test_runs", sample.id, sample.atMs);
  return {
    id: sampleId,
    measurementId: id,
    index,
    state: isMeasured ? "done" : "failed",
    ...{ priority: 0, position: 0, attempt: 1, failures: 0, rejections: 0, losses: 0, noisy: false },
    ...{
      enqueuedAt: null,
      notBefore: null,
      workerId: null,
      leaseUntil: null,
      startedAt: null,
      durationMs: null,
    },
    finishedAt: new Date(sample.atMs),
    failureClass: isMeasured ? null : "transient",
    failureCode: isMeasured ? null : "IMPORTED_FAILURE",
    failureMessage: isMeasured ? null : (sample.error ?? NO_VALUES),
    ...{ benchmarkIndex: null, foreignCpuShare: null, lighthouseVersion: null, chromiumVersion: null },
    warnings: [],
    values: isMeasured ? sample.values : null,
  };
}

interface ValidSample {
  readonly id: string;
  readonly values: MetricValues;
}

/** The run whose performance score, or else its LCP, comes nearest to the median; null without any. */
function chooseRepresentative(valid: readonly ValidSample[]): string | null {
  const by: Metric = valid.some(({ values }) => values.performance !== undefined) ? "performance" : "lcp";
  const known = valid.flatMap(({ values }) => values[by] ?? []);
  const { median } = known.length === 0 ? { median: 0 } : spreadOf(known);
  const distance = ({ values }: ValidSample) => Math.abs((values[by] ?? Number.POSITIVE_INFINITY) - median);
  return (
    valid.reduce<ValidSample | null>(
      (best, sample) => (best === null || distance(sample) < distance(best) ? sample : best),
      null,
    )?.id ?? null
  );
}
