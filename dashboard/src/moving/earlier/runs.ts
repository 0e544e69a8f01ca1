import type { Profile } from "../../papers/metric.ts";

/** What says where a stored result belongs; its values are read later. */
interface Place {
  readonly rowid: number;
  readonly id: string;
  readonly siteId: string;
  readonly pageType: string;
  readonly profile: Profile;
  readonly atMs: number;
  /** In seconds; tells whether a run can be part of an aggregate. */
  readonly lcp: number | null;
}

/** A row of `performance_metrics`: the medians of some runs, or one result of its own. */
export type Aggregate = Place;

/** A row of `performance_test_runs`. */
export interface Run extends Place {
  readonly batchId: string;
  readonly number: number;
  readonly pageUrl: string | null;
}

/** What becomes one measurement: runs, their aggregate, or both. */
export interface Group {
  readonly siteId: string;
  readonly pageType: string;
  readonly profile: Profile;
  /** Those with the same one were started together. */
  readonly batch: string;
  readonly aggregate: Aggregate | null;
  /** In their order. */
  readonly runs: readonly Run[];
  readonly startedMs: number;
  readonly finishedMs: number;
}

// An aggregate was stored when all pages of its batch had been run, which took up to half an hour.
const STORED_WITHIN_MS = 60 * 60_000;
const CLOCK_SLACK_MS = 1_000;
const ROUNDING_S = 0.000_5;
const MINUTE_MS = 60_000;

/**
 * Puts runs and aggregates together. They do not refer to each other: an aggregate belongs to the last runs of its site,
 * page and device before it, if its LCP lies among theirs. One without runs joins those of its site and minute.
 */
export function groupResults(aggregates: readonly Aggregate[], runs: readonly Run[]): readonly Group[] {
  const aggregatesBySeries = Map.groupBy([...aggregates].sort(byTime), seriesOf);
  const runsBySeries = Map.groupBy(groupRuns(runs), seriesOf);
  const everySeries = new Set([...aggregatesBySeries.keys(), ...runsBySeries.keys()]);
  const groups = [...everySeries].flatMap((series) => {
    const matched = matchSeries(aggregatesBySeries.get(series) ?? [], runsBySeries.get(series) ?? []);
    return [...matched.groups, ...groupAlone(matched.alone)];
  });
  return groups.sort((a, b) => a.finishedMs - b.finishedMs || compareText(nameOf(a), nameOf(b)));
}

/** Names a group among all others. */
export function nameOf({ batch, siteId, pageType, profile }: Group): string {
  return [batch, siteId, pageType, profile].join("/");
}

function groupRuns(runs: readonly Run[]): Group[] {
  const together = Map.groupBy(runs, (run) => `${run.batchId}\n${seriesOf(run)}`);
  const groups = [...together.values()].map((members): Group => {
    const sorted = members.sort((a, b) => a.number - b.number || byTime(a, b));
    const [first] = sorted as [Run, ...Run[]];
    const moments = sorted.map(({ atMs }) => atMs);
    return {
      siteId: first.siteId,
      pageType: first.pageType,
      profile: first.profile,
      batch: `batch:${first.batchId}`,
      aggregate: null,
      runs: sorted,
      startedMs: Math.min(...moments),
      finishedMs: Math.max(...moments),
    };
  });
  return groups.sort((a, b) => a.finishedMs - b.finishedMs || compareText(a.batch, b.batch));
}

/** Both sorted by time. Each group of runs takes one aggregate at most, and the other way round. */
function matchSeries(
  aggregates: readonly Aggregate[],
  candidates: readonly Group[],
): { readonly groups: readonly Group[]; readonly alone: readonly Aggregate[] } {
  const matched = new Map<Group, Aggregate>();
  const alone: Aggregate[] = [];
  let next = 0;
  let recent: Group[] = [];
  for (const aggregate of aggregates) {
    for (let group = candidates[next]; group && isBefore(group, aggregate); group = candidates[next]) {
      recent.push(group);
      next += 1;
    }
    recent = recent.filter(
      (group) => !matched.has(group) && group.finishedMs >= aggregate.atMs - STORED_WITHIN_MS,
    );
    const own = recent.findLast((group) => liesAmong(aggregate, group));
    if (own === undefined) alone.push(aggregate);
    else matched.set(own, aggregate);
  }
  const groups = candidates.map((group) => {
    const aggregate = matched.get(group);
    return aggregate === undefined
      ? group
      : { ...group, aggregate, finishedMs: Math.max(group.finishedMs, aggregate.atMs) };
  });
  return { groups, alone };
}

/** Of one series. Two of the same page and device cannot share a batch, so the second of a minute starts another. */
function groupAlone(aggregates: readonly Aggregate[]): readonly Group[] {
  const taken = new Map<number, number>();
  return aggregates.map((aggregate) => {
    const minute = Math.floor(aggregate.atMs / MINUTE_MS);
    const nth = taken.get(minute) ?? 0;
    taken.set(minute, nth + 1);
    const { siteId, pageType, profile, atMs } = aggregate;
    return {
      ...{ siteId, pageType, profile, aggregate, runs: [], startedMs: atMs, finishedMs: atMs },
      batch: `minute:${minute}${nth === 0 ? "" : `:${nth}`}`,
    };
  });
}

function isBefore({ finishedMs }: Group, aggregate: Aggregate): boolean {
  return finishedMs <= aggregate.atMs + CLOCK_SLACK_MS;
}

/** The median of runs lies among them. */
function liesAmong(aggregate: Aggregate, { runs }: Group): boolean {
  const known = runs.flatMap(({ lcp }) => lcp ?? []);
  if (aggregate.lcp === null || known.length === 0) return true;
  return aggregate.lcp >= Math.min(...known) - ROUNDING_S && aggregate.lcp <= Math.max(...known) + ROUNDING_S;
}

function seriesOf({ siteId, pageType, profile }: Pick<Place, "siteId" | "pageType" | "profile">): string {
  return `${siteId}\n${pageType}\n${profile}`;
}

function byTime(a: Place, b: Place): number {
  return a.atMs - b.atMs || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
