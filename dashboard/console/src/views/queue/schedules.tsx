import { Link } from "wouter";
import { Empty } from "../../components/empty.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { AbsoluteMoment, Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { useShowAll } from "../../components/show-all.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { Heads, Table } from "../../components/table.tsx";
import { Tag } from "../../components/tag.tsx";
import { describeCron } from "../../format/cron.ts";
import { useSchedules, useSites } from "../../queries/sites.ts";
import type { Schedule } from "../../api.ts";

const FEW = 10;

/** When each site is measured by itself. */
export function Schedules() {
  const schedules = useSchedules();
  return (
    <Loaded query={schedules} skeleton={<SkeletonRows rows={4} />}>
      {(list) => (
        <Panel title="Schedules" flush>
          {list.length === 0 ? <Empty title="No site has a schedule" /> : <ScheduleTable schedules={list} />}
        </Panel>
      )}
    </Loaded>
  );
}

function ScheduleTable({ schedules }: { readonly schedules: readonly Schedule[] }) {
  const sites = useSites().data;
  const { shown, button } = useShowAll(schedules.toSorted(bySoonest), FEW);
  const nameOf = (siteId: string) => sites?.find(({ id }) => id === siteId)?.name ?? "Site";
  return (
    <>
      <Table label="Schedules" head={<Heads names={["Site", "When", "Time zone", "State", "Next"]} />}>
        {shown.map((schedule) => (
          <ScheduleRow key={schedule.siteId} schedule={schedule} name={nameOf(schedule.siteId)} />
        ))}
      </Table>
      {button}
    </>
  );
}

function ScheduleRow({ schedule, name }: { readonly schedule: Schedule; readonly name: string }) {
  const { siteId, cron, timeZone, enabled, nextAt } = schedule;
  const [next, ...later] = nextAt;
  return (
    <tr>
      <th scope="row">
        <Link href={`/sites/${siteId}`}>{name}</Link>
      </th>
      <td>
        {describeCron(cron)}
        <div className="cell-detail">
          <code>{cron}</code>
        </div>
      </td>
      <td>{timeZone}</td>
      <td>
        <Tag tone={enabled ? "good" : "neutral"}>{enabled ? "On" : "Off"}</Tag>
      </td>
      <td className="nowrap">
        {next === undefined ? (
          <span className="muted">None</span>
        ) : (
          <>
            <AbsoluteMoment at={next} /> (<Moment at={next} />)
          </>
        )}
        {later.map((at) => (
          <div key={at} className="cell-detail">
            then <AbsoluteMoment at={at} />
          </div>
        ))}
      </td>
    </tr>
  );
}

function bySoonest(a: Schedule, b: Schedule): number {
  return soonest(a) === soonest(b) ? 0 : soonest(a) - soonest(b);
}

function soonest({ nextAt: [next] }: Schedule): number {
  return next === undefined ? Infinity : Date.parse(next);
}
