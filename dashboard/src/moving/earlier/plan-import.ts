import type { Progress } from "../progress.ts";
import type { LeftBehind, SourcePlan } from "../source.ts";
import { amount } from "../words.ts";
import type { Arrangement } from "./arrangement.ts";
import type { EarlierFile } from "./earlier-file.ts";
import type { Ids } from "./ids.ts";
import type { MeasurementReader } from "./measurement-reader.ts";
import { dropReasons, type DropReason } from "./values.ts";

const movedTables = ["users", "sites", "performance_metrics", "performance_test_runs"];

const tableReasons: Readonly<Record<string, string>> = {
  scheduled_jobs: "jobs of a queue that is no more; schedules make new ones",
  monitoring_jobs: "jobs of a queue that is no more; schedules make new ones",
  recommendations: "fixed advice on single values; the reports of new measurements carry their own",
  anomalies: "found against a baseline that mixed devices and pages; they are found anew",
  alerts: "states of thresholds that no longer exist",
  performance_budgets: "thresholds for values of mixed origin; set budgets anew",
  third_party_scripts: "third parties are read from the report of each new measurement",
  third_party_script_detections: "third parties are read from the report of each new measurement",
  api_keys: "stored in clear and used nowhere; make new tokens",
  accounts: "sign-in with Google is not taken over",
  sessions: "sign-in with Google is not taken over",
  verification_tokens: "sign-in with Google is not taken over",
  _prisma_migrations: "the earlier schema's own bookkeeping",
};

const NO_METRIC = "there is no such metric here";
const NO_DOCUMENT = "excerpts of reports that are not kept";
const columnReasons: readonly (readonly [column: string, why: string])[] = [
  ["inp", "a value of visitors, not of a lab run"],
  ["fid", "a value of visitors, not of a lab run"],
  ["imageOptimizationScore", NO_METRIC],
  ["themeAssetSize", NO_METRIC],
  ["thirdPartyBlockingTime", NO_METRIC],
  ["auditDetails", NO_DOCUMENT],
  ["lighthouseData", NO_DOCUMENT],
];

export interface ImportParts {
  readonly arrangement: Arrangement;
  readonly readMeasurement: MeasurementReader;
  readonly ids: Ids;
  readonly progress: Progress;
}

/** Goes through all values once, and tells what becomes of everything in the file. */
export function planImport(file: EarlierFile, parts: ImportParts): SourcePlan {
  const { users, sites, pages, batches, groups, faults } = parts.arrangement;
  const { samples, dropped } = countSamples(parts);
  const counts = { users, sites, pages, schedules: sites, batches, measurements: groups };
  return {
    tables: [
      ...Object.entries(counts).map(([table, rows]) => ({ table, rows: rows.length })),
      { table: "samples", rows: samples },
    ],
    left: [...leftValues(dropped), ...leftRows(parts.arrangement), ...leftColumns(file), ...leftTables(file)],
    faults,
    rewrittenIds: parts.ids.rewritten(),
    notices: noticesOf(parts.arrangement),
  };
}

function countSamples({ arrangement: { groups }, readMeasurement, progress }: ImportParts) {
  const dropped = new Map<DropReason, number>();
  let samples = 0;
  const shown = progress.start("plan", { total: groups.length, done: 0, unit: "results" });
  for (const [place, group] of groups.entries()) {
    const measurement = readMeasurement(group);
    samples += measurement.samples.length;
    for (const reason of measurement.dropped) dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
    shown.advance(place + 1);
  }
  shown.end();
  return { samples, dropped };
}

function leftValues(dropped: ReadonlyMap<DropReason, number>): readonly LeftBehind[] {
  return [...dropped].map(([reason, count]) => ({ what: "values", count, why: dropReasons[reason] }));
}

function leftRows({ usersWithoutAccess, otherDevices }: Arrangement): readonly LeftBehind[] {
  const ofUsers = { what: "users", count: usersWithoutAccess, why: "people without access" };
  const ofDevices = [...otherDevices].map(([device, count]) => ({
    what: "performance results",
    count,
    why: `of the device "${device}", which is no profile`,
  }));
  return [...(usersWithoutAccess > 0 ? [ofUsers] : []), ...ofDevices];
}

function leftColumns(file: EarlierFile): readonly LeftBehind[] {
  const counted = columnReasons.flatMap(([column, why]) =>
    ["performance_metrics", "performance_test_runs"].map((table) => ({
      what: `${table}.${column}`,
      count: file.countValues(table, column) ?? 0,
      why,
    })),
  );
  return counted.filter(({ count }) => count > 0);
}

function leftTables(file: EarlierFile): readonly LeftBehind[] {
  return file.tables
    .filter((table) => !movedTables.includes(table))
    .map((table) => ({
      what: table,
      count: file.count(table),
      why: tableReasons[table] ?? "no table of the earlier dashboard that we know",
    }));
}

function noticesOf({ users, sites, pages, groups }: Arrangement): readonly string[] {
  const alone = groups.filter(({ runs }) => runs.length === 0).length;
  const unfinished = groups.filter(({ aggregate }) => aggregate === null).length;
  const lost = pages.filter(({ enabled }) => !enabled).length;
  const lines: readonly (readonly [count: number, line: string])[] = [
    [
      users.length,
      `${amount(users.length, "user")} disabled and without a password: they signed in with Google`,
    ],
    [
      sites.length,
      "check frequencies become schedules (UTC); the earlier dashboard did not heed them, so look at them",
    ],
    [
      groups.length,
      "whether LCP, FCP, CLS and TTFB are lab or field values is not known: each batch says so in its note",
    ],
    [alone, `${amount(alone, "result")} without single runs: one sample stands for each`],
    [unfinished, `${amount(unfinished, "group")} of runs without a stored median: it is computed from them`],
    [lost, `${amount(lost, "page")} with results but no known address, so disabled`],
  ];
  return lines.flatMap(([count, line]) => (count > 0 ? [line] : []));
}
