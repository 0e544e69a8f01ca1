import { describeMetric } from "../../../../src/papers/metric.ts";
import type { Comparison } from "../../../../src/api/shapes/judging.ts";
import { formatSignedAmount, formatValue } from "../../../../src/judging/format-value.ts";
import { DotStrip } from "../../charts/dot-strip.tsx";
import { Absent } from "../../components/metric-value.tsx";
import { Panel } from "../../components/panel.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { Tag, type Tone } from "../../components/tag.tsx";
import { SideMark } from "./side-mark.tsx";

type Row = Comparison["metrics"][number];

const verdicts: Readonly<Record<Row["verdict"], readonly [tone: Tone, word: string]>> = {
  better: ["good", "Better"],
  worse: ["poor", "Worse"],
  same: ["neutral", "Same"],
  inconclusive: ["average", "Inconclusive"],
};

/** Metric by metric: what changed, and how sure that is. */
export function MetricComparison({ comparison }: { readonly comparison: Comparison }) {
  const names = ["Metric", "#A", "#B", "Samples", "#Shift", "#p", "#Delta", "Verdict"];
  return (
    <Panel
      title="Metrics"
      hint="Lab values. Shift: Hodges–Lehmann estimate of B less A. p: one-sided Mann–Whitney test. Delta: Cliff's, from −1 to 1."
      flush
    >
      <p className="dot-strip__legend">
        <SideMark side="A" /> A, before <SideMark side="B" /> B, after
      </p>
      <Table label="Metrics compared" head={<Heads names={names} />}>
        {comparison.metrics.map((row) => (
          <MetricRow key={row.metric} row={row} />
        ))}
      </Table>
    </Panel>
  );
}

function MetricRow({ row }: { readonly row: Row }) {
  const { metric, a, b, p, delta, verdict, sentence } = row;
  const [tone, word] = verdicts[verdict];
  const { label } = describeMetric(metric);
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="number">{formatValue(metric, a.median)}</td>
      <td className="number">{formatValue(metric, b.median)}</td>
      <td>
        <DotStrip
          a={a.values}
          b={b.values}
          medians={[a.median, b.median]}
          label={`${label}: samples of A ${listOf(row, "a")}; of B ${listOf(row, "b")}`}
        />
      </td>
      <td className="number">{shiftWords(row)}</td>
      <td className="number">{p === null ? <Absent /> : pWords(p)}</td>
      <td className="number">{delta === null ? <Absent /> : delta.toFixed(2).replace("-", "−")}</td>
      <td className="compare-verdict">
        <Tag tone={tone}>{word}</Tag>
        <div className="cell-detail">{sentence}</div>
      </td>
    </tr>
  );
}

function listOf({ metric, ...sides }: Row, side: "a" | "b"): string {
  return sides[side].values.map((value) => formatValue(metric, value)).join(", ");
}

function shiftWords({ metric, shift }: Row): string {
  return shift === 0 ? "±0" : formatSignedAmount(metric, shift);
}

function pWords(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
