import type { Comparison } from "../../../../src/api/shapes/judging.ts";
import { formatValue } from "../../../../src/judging/format-value.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { Heads, Table } from "../../components/table.tsx";

type Request = Comparison["requests"]["added"][number];

/** What B loads that A did not, and the other way round. */
export function RequestChanges({
  requests: { added, removed },
}: {
  readonly requests: Comparison["requests"];
}) {
  return (
    <div className="halves">
      <RequestTable title={`New in B (${added.length})`} rows={added} />
      <RequestTable title={`Gone in B (${removed.length})`} rows={removed} />
    </div>
  );
}

function RequestTable({ title, rows }: { readonly title: string; readonly rows: readonly Request[] }) {
  return (
    <Panel title={title} flush>
      {rows.length === 0 ? (
        <Empty title="No request" />
      ) : (
        <Table label={title} head={<Heads names={["Address", "#Transferred"]} />}>
          {rows.map(({ url, transferBytes }, index) => (
            <tr key={`${url} ${index}`}>
              <td className="address">{url}</td>
              <td className="number">{formatValue("bytes-total", transferBytes)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
