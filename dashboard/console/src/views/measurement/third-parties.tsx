import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Empty } from "../../components/empty.tsx";
import { Absent } from "../../components/metric-value.tsx";
import { Panel } from "../../components/panel.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { formatValue } from "../../../../src/judging/format-value.ts";

type ThirdParty = NonNullable<Measurement["details"]>["thirdParties"][number];

export function ThirdParties({ rows }: { readonly rows: readonly ThirdParty[] }) {
  return (
    <Panel title="Third parties" flush>
      {rows.length === 0 ? (
        <Empty title="The page loads nothing from others" />
      ) : (
        <Table
          label="Third parties"
          head={<Heads names={["Who", "#Transferred", "#Requests", "#Main thread", "#Blocking"]} />}
        >
          {rows.map(({ entity, transferBytes, requests, mainThreadMs, blockingMs }) => (
            <tr key={entity}>
              <th scope="row">{entity}</th>
              <td className="number">{formatValue("bytes-total", transferBytes)}</td>
              <td className="number">{requests}</td>
              <td className="number">
                {mainThreadMs === null ? <Absent /> : formatValue("tbt", mainThreadMs)}
              </td>
              <td className="number">{blockingMs === null ? <Absent /> : formatValue("tbt", blockingMs)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
