import { useId } from "react";
import { describeCron } from "../format/cron.ts";
import { Field, SelectField, TextField } from "./field.tsx";

const OWN = "own";

const presets = [
  { value: "0 4 * * *", label: "Every day at 04:00" },
  { value: "0 */6 * * *", label: "Every 6 hours" },
  { value: "0 * * * *", label: "Every hour" },
  { value: "0 4 * * 1-5", label: "Monday to Friday at 04:00" },
  { value: "0 4 * * 1", label: "Every Monday at 04:00" },
  { value: OWN, label: "By a cron expression" },
] as const;

interface ScheduleFieldsProps {
  readonly cron: string;
  readonly timeZone: string;
  readonly onCron: (cron: string) => void;
  readonly onTimeZone: (timeZone: string) => void;
  readonly faults: (field: string) => string | undefined;
}

/** When a site is measured by itself: a few usual times, or any rule. */
export function ScheduleFields({ cron, timeZone, onCron, onTimeZone, faults }: ScheduleFieldsProps) {
  const preset = presets.find(({ value }) => value === cron)?.value ?? OWN;
  return (
    <div className="fields">
      <SelectField
        label="When"
        value={preset}
        options={presets}
        // An expression that is nobody's preset, to begin with.
        onChange={(value) => onCron(value === OWN ? "30 4 * * *" : value)}
      />
      <TimeZoneField value={timeZone} onChange={onTimeZone} fault={faults("timeZone")} />
      {preset === OWN && (
        <TextField
          label="Cron expression"
          hint={`Minute, hour, day, month, weekday. ${describeCron(cron)}.`}
          value={cron}
          onChange={onCron}
          fault={faults("cron")}
          className="input--code"
          spellCheck={false}
        />
      )}
    </div>
  );
}

interface TimeZoneFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault: string | undefined;
}

function TimeZoneField({ value, onChange, fault }: TimeZoneFieldProps) {
  const listId = useId();
  return (
    <Field label="Time zone" fault={fault}>
      {(wiring) => (
        <>
          <input
            {...wiring}
            className="input"
            list={listId}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={listId}>
            {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** The zone of who is looking, which is what a new site most likely wants. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
