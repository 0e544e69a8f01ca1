import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Empty } from "../../components/empty.tsx";
import { Absent } from "../../components/metric-value.tsx";
import { Panel } from "../../components/panel.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { formatValue } from "../../../../src/judging/format-value.ts";

type Resource = NonNullable<Measurement["details"]>["largestResources"][number];

export function LargestResources({ rows }: { readonly rows: readonly Resource[] }) {
  return (
    <Panel title="Largest resources" flush>
      {rows.length === 0 ? (
        <Empty title="None" />
      ) : (
        <Table
          label="Largest resources"
          head={<Heads names={["Address", "Type", "#Transferred", "#Duration"]} />}
        >
          {rows.map(({ url, type, transferBytes, durationMs }, index) => (
            <tr key={`${url} ${index}`}>
              <td className="address">{url}</td>
              <td>{type}</td>
              <td className="number">{formatValue("bytes-total", transferBytes)}</td>
              <td className="number">{durationMs === null ? <Absent /> : formatValue("tbt", durationMs)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
