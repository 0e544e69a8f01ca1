import { Link } from "wouter";
import type { BatchDetail } from "../../../src/api/shapes/measuring.ts";
import { profileWords } from "../format/words.ts";
import { Progress } from "./progress.tsx";
import { MeasurementTag } from "./state-tags.tsx";
import { Heads, Table } from "./table.tsx";

/** The measurements of a batch, each with its progress. */
export function BatchMeasurements({ batch }: { readonly batch: BatchDetail }) {
  return (
    <Table
      label={`Measurements of ${batch.title}`}
      head={<Heads names={["Page", "Profile", "State", "Samples"]} />}
    >
      {batch.measurements.map(({ id, site, page, profile, state, done, total, failure }) => (
        <tr key={id}>
          <td>
            <Link href={`/measurements/${id}`}>
              {site.name}, {page.label}
            </Link>
          </td>
          <td>{profileWords[profile]}</td>
          <td>
            <MeasurementTag state={state} />
            {failure !== null && <div className="cell-detail">{failure}</div>}
          </td>
          <td>
            <Progress
              done={done}
              total={total}
              label={`Samples of ${site.name}, ${page.label}, ${profile}`}
            />
          </td>
        </tr>
      ))}
    </Table>
  );
}
