import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Absent } from "../../components/metric-value.tsx";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { Tag, type Tone } from "../../components/tag.tsx";
import { formatShare } from "../../format/quantity.ts";

type Attempt = Measurement["samples"][number]["attempts"][number];

const outcomes: Readonly<Record<Attempt["outcome"], readonly [tone: Tone, words: string]>> = {
  failed: ["poor", "Failed"],
  rejected: ["average", "Rejected: the host was not quiet"],
  lost: ["average", "Lost: the worker went away"],
  returned: ["neutral", "Given back: the worker stopped"],
};

/** The tries that did not count, so that nobody has to wonder what was left out. */
export function Attempts({ measurement: { samples } }: { readonly measurement: Measurement }) {
  const rows = samples.flatMap(({ index, attempts }) => attempts.map((attempt) => ({ index, attempt })));
  if (rows.length === 0) return null;
  return (
    <Panel title="Tries that did not count" flush>
      <Table
        label="Tries that did not count"
        head={<Heads names={["Sample", "#Try", "When", "What happened", "#CPU score", "#Foreign load"]} />}
      >
        {rows.map(({ index, attempt }) => {
          const [tone, words] = outcomes[attempt.outcome];
          return (
            <tr key={`${index} ${attempt.attempt} ${attempt.at}`}>
              <th scope="row">{index + 1}</th>
              <td className="number">{attempt.attempt}</td>
              <td>
                <AbsoluteMoment at={attempt.at} />
              </td>
              <td>
                <Tag tone={tone}>{words}</Tag>
                {attempt.message !== null && <div className="cell-detail">{attempt.message}</div>}
              </td>
              <td className="number">
                {attempt.benchmarkIndex === null ? <Absent /> : Math.round(attempt.benchmarkIndex)}
              </td>
              <td className="number">{formatShare(attempt.foreignCpuShare)}</td>
            </tr>
          );
        })}
      </Table>
    </Panel>
  );
}
