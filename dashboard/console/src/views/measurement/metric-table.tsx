import {
  bandOf,
  bandsOf,
  describeMetric,
  metrics,
  type Metric,
  type Profile,
} from "../../../../src/papers/metric.ts";
import type { Spread } from "../../../../src/papers/spread.ts";
import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { formatValue } from "../../../../src/judging/format-value.ts";
import { BandMark, bandWords } from "../../components/band-mark.tsx";
import { Empty } from "../../components/empty.tsx";
import { Absent, MetricValue } from "../../components/metric-value.tsx";
import { Panel } from "../../components/panel.tsx";
import { Heads, Table } from "../../components/table.tsx";

/** Every metric with its median over the samples, how far they spread, and the band it falls in. */
export function MetricTable({
  measurement: { spreads, profile, state },
}: {
  readonly measurement: Measurement;
}) {
  const rows = metrics.flatMap((metric) => {
    const spread = spreads[metric];
    return spread === undefined ? [] : [{ metric, spread }];
  });
  return (
    <Panel title="Metrics" hint="Lab values: the median of the valid samples" flush>
      {rows.length === 0 ? (
        <Empty title={state === "open" ? "No sample is done yet" : "There is no valid sample"} />
      ) : (
        <Table
          label="Metrics"
          head={
            <Heads
              names={["Metric", "#Median", "Band", "#Least", "#Greatest", "#Spread (MAD)", "#Samples"]}
            />
          }
        >
          {rows.map(({ metric, spread }) => (
            <Row key={metric} metric={metric} spread={spread} profile={profile} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly metric: Metric;
  readonly spread: Spread;
  readonly profile: Profile;
}

function Row({ metric, spread, profile }: RowProps) {
  const { n, median, mad, min, max } = spread;
  return (
    <tr>
      <th scope="row">{describeMetric(metric).label}</th>
      <td className="number">
        <MetricValue metric={metric} profile={profile} value={median} />
      </td>
      <td>
        <BandCell metric={metric} profile={profile} value={median} />
      </td>
      <td className="number">{formatValue(metric, min)}</td>
      <td className="number">{formatValue(metric, max)}</td>
      <td className="number">{formatValue(metric, mad)}</td>
      <td className="number">{n}</td>
    </tr>
  );
}

function BandCell({ metric, profile, value }: Omit<RowProps, "spread"> & { readonly value: number }) {
  const band = bandOf(metric, profile, value);
  const bands = bandsOf(metric, profile);
  if (band === null || bands === null) return <Absent />;
  const sign = describeMetric(metric).better === "lower" ? "≤" : "≥";
  return (
    <span className="band-cell">
      <BandMark band={band} /> {bandWords[band]}
      <span className="muted">
        {" "}
        (good {sign} {formatValue(metric, bands.good)})
      </span>
    </span>
  );
}
