import { useState } from "react";
import type { Site } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { Checkbox } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { AbsoluteMoment, Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { ScheduleFields } from "../../components/schedule-fields.tsx";
import { useSetSchedule } from "../../queries/sites.ts";

export function ScheduleForm({ site: { id, schedule } }: { readonly site: Site }) {
  const [cron, setCron] = useState(schedule.cron);
  const [timeZone, setTimeZone] = useState(schedule.timeZone);
  const [enabled, setEnabled] = useState(schedule.enabled);
  const save = useSetSchedule(id);
  const submit = () => {
    if (!save.isPending) save.mutate({ siteId: id, cron, timeZone, enabled });
  };
  return (
    <Panel title="Schedule">
      <Form onSubmit={submit} error={save.error} fields={["cron", "timeZone", "enabled"]}>
        <Checkbox label="Measure by schedule" checked={enabled} onChange={setEnabled} />
        <ScheduleFields
          cron={cron}
          timeZone={timeZone}
          onCron={setCron}
          onTimeZone={setTimeZone}
          faults={faultsOf(save.error)}
        />
        <NextTicks nextAt={schedule.nextAt} />
        <div>
          <Button look="primary" type="submit" busy={save.isPending}>
            Save the schedule
          </Button>
        </div>
      </Form>
    </Panel>
  );
}

function NextTicks({ nextAt }: { readonly nextAt: readonly string[] }) {
  if (nextAt.length === 0) return <p className="muted">As saved, nothing is due.</p>;
  return (
    <div className="muted">
      As saved, next:
      <ul>
        {nextAt.map((at) => (
          <li key={at}>
            <AbsoluteMoment at={at} /> (<Moment at={at} />)
          </li>
        ))}
      </ul>
    </div>
  );
}
