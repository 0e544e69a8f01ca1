import { profiles, type Profile } from "../../../src/papers/metric.ts";
import { profileWords } from "../format/words.ts";
import { Checkbox, SelectField } from "./field.tsx";

const sampleCounts = [1, 3, 5, 7, 9] as const;

interface MeasuringFieldsProps {
  readonly profiles: readonly Profile[];
  readonly samples: number;
  readonly onProfiles: (profiles: Profile[]) => void;
  readonly onSamples: (samples: number) => void;
  readonly faults: (field: string) => string | undefined;
}

/** How a site is measured. */
export function MeasuringFields({
  profiles: chosen,
  samples,
  onProfiles,
  onSamples,
  faults,
}: MeasuringFieldsProps) {
  const fault = faults("profiles");
  return (
    <div className="fields">
      <fieldset className="field">
        <legend>Profiles</legend>
        {profiles.map((profile) => (
          <Checkbox
            key={profile}
            label={profileWords[profile]}
            checked={chosen.includes(profile)}
            onChange={(checked) =>
              onProfiles(profiles.filter((name) => (name === profile ? checked : chosen.includes(name))))
            }
          />
        ))}
        {fault !== undefined && <p className="field__fault">{fault}</p>}
      </fieldset>
      <SelectField
        label="Samples per measurement"
        hint="More samples take longer and wobble less"
        value={String(samples)}
        options={sampleCounts.map((count) => ({ value: String(count), label: String(count) }))}
        onChange={(value) => onSamples(Number(value))}
        fault={faults("samplesPerMeasurement")}
      />
    </div>
  );
}
