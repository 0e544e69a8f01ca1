import { Link } from "wouter";
import type { Tick } from "../../../../src/api/shapes/sites.ts";
import { Empty } from "../../components/empty.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useShowAll } from "../../components/show-all.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { Tag, type Tone } from "../../components/tag.tsx";
import { useTicks } from "../../queries/sites.ts";

const FEW = 10;

const outcomes: Readonly<Record<Tick["outcome"], readonly [tone: Tone, word: string]>> = {
  ran: ["good", "Ran"],
  joined: ["info", "Joined a run"],
  skipped: ["average", "Skipped"],
};

/** What became of the due times: each is here once, also the missed ones. */
export function Ticks() {
  const ticks = useTicks();
  return (
    <Loaded query={ticks} skeleton={<SkeletonRows rows={4} />}>
      {(list) => (
        <Panel title="History of the schedules" flush>
          {list.length === 0 ? <Empty title="Nothing was due yet" /> : <TickTable ticks={list} />}
        </Panel>
      )}
    </Loaded>
  );
}

function TickTable({ ticks }: { readonly ticks: readonly Tick[] }) {
  const { shown, button } = useShowAll(ticks, FEW);
  return (
    <>
      <Table label="History of the schedules" head={<Heads names={["Due", "Site", "Outcome", "Note"]} />}>
        {shown.map((tick) => (
          <TickRow key={tick.id} tick={tick} />
        ))}
      </Table>
      {button}
    </>
  );
}

function TickRow({ tick: { dueAt, site, outcome, late, note } }: { readonly tick: Tick }) {
  const [tone, word] = outcomes[outcome];
  return (
    <tr>
      <td>
        <AbsoluteMoment at={dueAt} />
      </td>
      <th scope="row">
        <Link href={`/sites/${site.id}`}>{site.name}</Link>
      </th>
      <td>
        <span className="tags">
          <Tag tone={tone}>{word}</Tag>
          {late && <Tag tone="average">Late</Tag>}
        </span>
      </td>
      <td>{note}</td>
    </tr>
  );
}
