import type { EarlierFile, StoredRow } from "./earlier-file.ts";
import type { Ids } from "./ids.ts";
import {
  toMeasurement,
  type ImportedMeasurement,
  type PlacedGroup,
  type StoredSample,
} from "./measurements.ts";
import { textOf } from "./text.ts";
import { storedColumns } from "./values.ts";

export type MeasurementReader = (group: PlacedGroup) => ImportedMeasurement;

/** Makes what reads the values of a group from the file: those of its runs, or those of the aggregate that has none. */
export function createMeasurementReader(file: EarlierFile, ids: Ids): MeasurementReader {
  const columns = [...storedColumns, "errorDetails"];
  const readAggregate = file.reader("performance_metrics", columns);
  const readRun = file.reader("performance_test_runs", columns);
  return (group) => {
    const { aggregate, runs } = group;
    const stored = runs.map(({ id, rowid, atMs }) => toStored(readRun(rowid), { id, atMs }));
    if (stored.length === 0 && aggregate !== null)
      stored.push(toStored(readAggregate(aggregate.rowid), { id: null, atMs: group.finishedMs }));
    return toMeasurement(group, stored, ids);
  };
}

function toStored(row: StoredRow, known: Pick<StoredSample, "id" | "atMs">): StoredSample {
  return { ...known, values: row, error: textOf(row["errorDetails"]) };
}
