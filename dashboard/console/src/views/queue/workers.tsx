import type { Queue } from "../../../../src/api/shapes/operating.ts";
import { Empty } from "../../components/empty.tsx";
import { Absent } from "../../components/metric-value.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { Tag } from "../../components/tag.tsx";
import { SampleLink } from "./sample-link.tsx";

/** The processes that measure. */
export function Workers({ workers }: Pick<Queue, "workers">) {
  return (
    <Panel
      title="Workers"
      hint="A host has one lane per four cores, so that samples do not slow each other down"
      flush
    >
      {workers.length === 0 ? (
        <Empty title="No worker has ever reported">
          <p>Without a worker nothing is measured. Start one with PROCESS_TYPE=worker.</p>
        </Empty>
      ) : (
        <Table
          label="Workers"
          head={
            <Heads
              names={["Host", "State", "Measures", "#Cores", "#Lanes", "Chromium", "Heard of", "Started"]}
            />
          }
        >
          {workers.map((worker) => (
            <WorkerRow key={worker.id} worker={worker} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

function WorkerRow({ worker }: { readonly worker: Queue["workers"][number] }) {
  const { host, alive, sample, cores, lanes, chromiumVersion, heartbeatAt, startedAt } = worker;
  return (
    <tr>
      <th scope="row">{host}</th>
      <td>
        <Tag tone={alive ? "good" : "poor"}>{alive ? "Alive" : "Silent"}</Tag>
      </td>
      <td>{sample === null ? <span className="muted">Nothing</span> : <SampleLink sample={sample} />}</td>
      <td className="number">{cores}</td>
      <td className="number">{lanes}</td>
      <td>{chromiumVersion ?? <Absent />}</td>
      <td className="nowrap">
        <Moment at={heartbeatAt} />
      </td>
      <td className="nowrap">
        <Moment at={startedAt} />
      </td>
    </tr>
  );
}
