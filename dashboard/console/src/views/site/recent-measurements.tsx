import { useState } from "react";
import { Link } from "wouter";
import type { Profile } from "../../../../src/papers/metric.ts";
import type { MeasurementSummary } from "../../../../src/api/shapes/measuring.ts";
import { LinkButton } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { MetricValue } from "../../components/metric-value.tsx";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useShowAll } from "../../components/show-all.tsx";
import { MeasurementTag } from "../../components/state-tags.tsx";
import { Tag } from "../../components/tag.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { triggerWords } from "../../format/words.ts";
import { useMeasurements } from "../../queries/measurements.ts";

const FEW = 10;

interface RecentMeasurementsProps {
  readonly pageId: string;
  readonly profile: Profile;
}

/** The newest measurements, also those without a result. Two of them can be compared. */
export function RecentMeasurements({ pageId, profile }: RecentMeasurementsProps) {
  const measurements = useMeasurements(pageId, profile);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  return (
    <Loaded query={measurements} skeleton={<SkeletonRows rows={6} />}>
      {(list) => (
        <Panel
          title="Newest measurements"
          hint="Choose two to compare them"
          flush
          actions={<CompareLink list={list} chosen={chosen} />}
        >
          {list.length === 0 ? (
            <Empty title="Not measured yet" />
          ) : (
            <Choice list={list} chosen={chosen} onChoose={setChosen} />
          )}
        </Panel>
      )}
    </Loaded>
  );
}

interface ChosenProps {
  readonly list: readonly MeasurementSummary[];
  readonly chosen: readonly string[];
}

/** The older one is "before", whichever was chosen first. */
function CompareLink({ list, chosen }: ChosenProps) {
  const [newer, older] = list.filter(({ id }) => chosen.includes(id));
  if (newer === undefined || older === undefined) return null;
  return (
    <LinkButton href={`/compare?a=${older.id}&b=${newer.id}`} look="primary">
      Compare the two
    </LinkButton>
  );
}

function Choice({
  list,
  chosen,
  onChoose,
}: ChosenProps & { readonly onChoose: (ids: readonly string[]) => void }) {
  const { shown, button } = useShowAll(list, FEW);
  // A third choice takes the place of the first.
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen.slice(-1), id]);
  return (
    <>
      <Table
        label="Newest measurements"
        head={<Heads names={["Compare", "Measured", "State", "#Score", "Started by"]} />}
      >
        {shown.map((measurement) => (
          <Row
            key={measurement.id}
            measurement={measurement}
            isChosen={chosen.includes(measurement.id)}
            onToggle={() => toggle(measurement.id)}
          />
        ))}
      </Table>
      {button}
    </>
  );
}

interface RowProps {
  readonly measurement: MeasurementSummary;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Row({ measurement, isChosen, onToggle }: RowProps) {
  const { id, state, createdAt, finishedAt, noisy, failure, performance, profile, trigger } = measurement;
  return (
    <tr>
      <td>
        <label className="checkbox checkbox--alone">
          <input type="checkbox" checked={isChosen} disabled={performance === null} onChange={onToggle} />
          <span className="visually-hidden">Compare this one</span>
        </label>
      </td>
      <td>
        <Link href={`/measurements/${id}`}>
          <AbsoluteMoment at={finishedAt ?? createdAt} />
        </Link>
      </td>
      <td>
        <span className="tags">
          <MeasurementTag state={state} />
          {noisy && <Tag tone="average">Noisy</Tag>}
        </span>
        {failure !== null && <div className="cell-detail">{failure}</div>}
      </td>
      <td className="number">
        <MetricValue metric="performance" profile={profile} value={performance} />
      </td>
      <td>{triggerWords[trigger]}</td>
    </tr>
  );
}
