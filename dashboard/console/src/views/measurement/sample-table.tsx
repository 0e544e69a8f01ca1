import { describeMetric, metrics, type Metric } from "../../../../src/papers/metric.ts";
import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { formatValue } from "../../../../src/judging/format-value.ts";
import { Absent } from "../../components/metric-value.tsx";
import { Panel } from "../../components/panel.tsx";
import { SampleTag } from "../../components/state-tags.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { Tag } from "../../components/tag.tsx";
import { formatDuration, formatShare } from "../../format/quantity.ts";

type Sample = Measurement["samples"][number];

/** Every sample with every value, and how its host was meanwhile. */
export function SampleTable({ measurement: { samples } }: { readonly measurement: Measurement }) {
  const shown = metrics.filter((metric) => samples.some(({ values }) => values[metric] !== undefined));
  const names = [
    "Sample",
    "State",
    "#Duration",
    "#CPU score",
    "#Foreign load",
    ...shown.map((metric) => `#${describeMetric(metric).short}`),
  ];
  return (
    <Panel
      title="Samples"
      hint="The representative sample is the one nearest to all medians: filmstrip, resources and report are its own. CPU score and foreign load say whether the host was quiet."
      flush
    >
      <Table label="Samples" head={<Heads names={names} />}>
        {samples.map((sample) => (
          <Row key={sample.id} sample={sample} shown={shown} />
        ))}
      </Table>
      <Warnings samples={samples} />
    </Panel>
  );
}

function Row({ sample, shown }: { readonly sample: Sample; readonly shown: readonly Metric[] }) {
  const { index, representative, durationMs, benchmarkIndex, foreignCpuShare, values } = sample;
  return (
    <tr className={representative ? "row--marked" : undefined}>
      <th scope="row">
        {index + 1} {representative && <Tag tone="info">Representative</Tag>}
      </th>
      <td>
        <State sample={sample} />
      </td>
      <td className="number">{durationMs === null ? <Absent /> : formatDuration(durationMs)}</td>
      <td className="number">{benchmarkIndex === null ? <Absent /> : Math.round(benchmarkIndex)}</td>
      <td className="number">{formatShare(foreignCpuShare)}</td>
      {shown.map((metric) => (
        <td key={metric} className="number">
          <Value metric={metric} value={values[metric]} />
        </td>
      ))}
    </tr>
  );
}

function Value({ metric, value }: { readonly metric: Metric; readonly value: number | undefined }) {
  return value === undefined ? <Absent /> : formatValue(metric, value);
}

function State({ sample: { state, noisy, failure } }: { readonly sample: Sample }) {
  return (
    <>
      <span className="tags">
        <SampleTag state={state} />
        {noisy && <Tag tone="average">Noisy</Tag>}
      </span>
      {failure !== null && (
        <div className="cell-detail">
          {failure.message} <code>{failure.code}</code>
        </div>
      )}
    </>
  );
}

/** Each warning of Lighthouse once, whichever samples had it. */
function Warnings({ samples }: { readonly samples: readonly Sample[] }) {
  const warnings = [...new Set(samples.flatMap(({ warnings: own }) => own))];
  if (warnings.length === 0) return null;
  return (
    <div className="panel__foot">
      <p>Lighthouse warned:</p>
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </div>
  );
}
