import type { Queue } from "../../../../src/api/shapes/operating.ts";
import { Empty } from "../../components/empty.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { useShowAll } from "../../components/show-all.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { SampleLink } from "./sample-link.tsx";

const FEW = 6;

export function RunningSamples({ samples }: { readonly samples: Queue["running"] }) {
  return (
    <Panel title="Running" flush>
      {samples.length === 0 ? (
        <Empty title="Nothing is being measured" />
      ) : (
        <Table label="Running samples" head={<Heads names={["Sample", "Started", "Lease until"]} />}>
          {samples.map((sample) => (
            <tr key={sample.id}>
              <td>
                <SampleLink sample={sample} />
              </td>
              <td>
                <Moment at={sample.startedAt} />
              </td>
              <td>
                <Moment at={sample.leaseUntil} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

interface WaitingSamplesProps {
  readonly samples: Queue["waiting"];
  readonly total: number;
}

export function WaitingSamples({ samples, total }: WaitingSamplesProps) {
  const hint = total > samples.length ? `The next ${samples.length} of ${total}` : undefined;
  const { shown, button } = useShowAll(samples, FEW);
  return (
    <Panel title="Waiting" hint={hint} flush>
      {samples.length === 0 ? (
        <Empty title="Nothing waits" />
      ) : (
        <Table label="Waiting samples" head={<Heads names={["#Place", "Sample", "Why it waits"]} />}>
          {shown.map((sample, index) => (
            <tr key={sample.id}>
              <td className="number">{index + 1}</td>
              <td>
                <SampleLink sample={sample} />
              </td>
              <td>
                <Reason notBefore={sample.notBefore} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {button}
    </Panel>
  );
}

function Reason({ notBefore }: Pick<Queue["waiting"][number], "notBefore">) {
  if (notBefore === null) return "For a free worker";
  return (
    <>
      Another try <Moment at={notBefore} />
    </>
  );
}
