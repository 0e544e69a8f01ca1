import { useState } from "react";
import { Link } from "wouter";
import { describeMetric, type Metric, type Profile } from "../../../src/papers/metric.ts";
import { formatValue } from "../../../src/judging/format-value.ts";
import { Button } from "../components/button.tsx";
import { MetricValue } from "../components/metric-value.tsx";
import { AbsoluteMoment } from "../components/moment.tsx";
import { Heads, Table } from "../components/table.tsx";
import type { ChartPoint } from "./series.ts";

const ROWS = 50;

interface TrendTableProps {
  readonly points: readonly ChartPoint[];
  readonly metric: Metric;
  readonly profile: Profile;
}

/** The same points as rows, newest first; all of them, a piece at a time. */
export function TrendTable({ points, metric, profile }: TrendTableProps) {
  const [shown, setShown] = useState(ROWS);
  const rows = points.toReversed().slice(0, shown);
  return (
    <div className="trend-table">
      <Table
        label={`${describeMetric(metric).label} as a table`}
        head={<Heads names={["Measured", "#Median", "#Least", "#Greatest", "#Samples", "Noisy"]} />}
      >
        {rows.map((point) => (
          <tr key={point.measurementId}>
            <td>
              <Link href={`/measurements/${point.measurementId}`}>
                <AbsoluteMoment at={new Date(point.at).toISOString()} />
              </Link>
            </td>
            <td className="number">
              <MetricValue metric={metric} profile={profile} value={point.median} />
            </td>
            <td className="number">{formatValue(metric, point.min)}</td>
            <td className="number">{formatValue(metric, point.max)}</td>
            <td className="number">{point.samples}</td>
            <td>{point.noisy ? "yes" : "no"}</td>
          </tr>
        ))}
      </Table>
      {points.length > shown && (
        <Button onClick={() => setShown(shown + 10 * ROWS)}>Show more ({points.length - shown} left)</Button>
      )}
    </div>
  );
}
