import { profiles, type Profile } from "../../papers/metric.ts";
import type { Fault } from "../source.ts";
import { faultOf, type EarlierFile, type StoredRow } from "./earlier-file.ts";
import { readMoment } from "./moment.ts";
import type { Aggregate, Run } from "./runs.ts";
import { textOf } from "./text.ts";

const PLACE = ["id", "siteId", "pageType", "deviceType", "timestamp", "lcp"];
const AGGREGATES = "performance_metrics";
const RUNS = "performance_test_runs";

export interface Results {
  readonly aggregates: readonly Aggregate[];
  readonly runs: readonly Run[];
  readonly faults: readonly Fault[];
  /** Rows of a device that is no profile, by its name: those of business figures. */
  readonly otherDevices: ReadonlyMap<string, number>;
}

/** Reads where each result belongs; those of no known site and without a time are faults. */
export function readResults(file: EarlierFile, siteIds: ReadonlySet<string>): Results {
  const faults: Fault[] = [];
  const otherDevices = new Map<string, number>();
  const placed = (table: string, row: StoredRow) => {
    const device = textOf(row["deviceType"])?.toLowerCase() ?? "mobile";
    const profile = profiles.find((name) => name === device);
    if (profile === undefined) return void otherDevices.set(device, (otherDevices.get(device) ?? 0) + 1);
    const outcome = placeOf(row, profile, siteIds);
    if (typeof outcome !== "string") return outcome;
    return void faults.push(faultOf(file, table, row, outcome));
  };
  const aggregates = [...file.rows(AGGREGATES, PLACE)].flatMap((row) => placed(AGGREGATES, row) ?? []);
  const runs = [...file.rows(RUNS, [...PLACE, "batchId", "runNumber", "pageUrl"])].flatMap((row) => {
    const place = placed(RUNS, row);
    if (!place) return [];
    const batchId = textOf(row["batchId"]) ?? `run ${place.id}`;
    return { ...place, batchId, number: Number(row["runNumber"] ?? 0), pageUrl: textOf(row["pageUrl"]) };
  });
  return { aggregates, runs, faults, otherDevices };
}

/** The row's place, or why it has none. */
function placeOf(row: StoredRow, profile: Profile, siteIds: ReadonlySet<string>): Aggregate | string {
  const [id, siteId, atMs] = [textOf(row["id"]), textOf(row["siteId"]), readMoment(row["timestamp"])];
  if (id === null) return "it has no id";
  if (siteId === null || !siteIds.has(siteId)) return `siteId: no such row in sites (${siteId ?? "null"})`;
  if (atMs === null) return "its timestamp cannot be read";
  const lcp = typeof row["lcp"] === "number" ? row["lcp"] : null;
  return {
    rowid: Number(row["rowid"]),
    id,
    siteId,
    pageType: textOf(row["pageType"]) ?? "homepage",
    profile,
    atMs,
    lcp,
  };
}
