import { Link } from "wouter";
import type { Tick } from "../../../../src/api/shapes/sites.ts";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
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
  const [isAll, setAll] = useState(false);
  return (
    <Loaded query={ticks} skeleton={<SkeletonRows rows={4} />}>
      {(list) => (
        <Panel
          title="History of the schedules"
          flush
          actions={
            list.length > FEW && (
              <Button look="quiet" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
                {isAll ? "Show fewer" : `Show all ${list.length}`}
              </Button>
            )
          }
        >
          {list.length === 0 ? (
            <Empty title="Nothing was due yet" />
          ) : (
            <Table
              label="History of the schedules"
              head={<Heads names={["Due", "Site", "Outcome", "Note"]} />}
            >
              {(isAll ? list : list.slice(0, FEW)).map((tick) => (
                <TickRow key={tick.id} tick={tick} />
              ))}
            </Table>
          )}
        </Panel>
      )}
    </Loaded>
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
