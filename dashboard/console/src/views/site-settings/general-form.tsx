import { useState } from "react";
import type { Site } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { Checkbox, TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { MeasuringFields } from "../../components/measuring-fields.tsx";
import { Panel } from "../../components/panel.tsx";
import { useUpdateSite } from "../../queries/sites.ts";

const fields = ["name", "profiles", "samplesPerMeasurement", "enabled"] as const;

export function GeneralForm({ site }: { readonly site: Site }) {
  const { id } = site;
  const [draft, setDraft] = useState(() => draftOf(site));
  const change = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  const update = useUpdateSite(id, "The site is saved");
  const faults = faultsOf(update.error);
  return (
    <Panel title="General">
      <Form
        onSubmit={() => !update.isPending && update.mutate({ id, ...draft })}
        error={update.error}
        fields={fields}
      >
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => change({ name })}
          fault={faults("name")}
        />
        <MeasuringFields
          profiles={draft.profiles}
          samples={draft.samplesPerMeasurement}
          onProfiles={(profiles) => change({ profiles })}
          onSamples={(samplesPerMeasurement) => change({ samplesPerMeasurement })}
          faults={faults}
        />
        <Checkbox
          label="Switched on"
          hint="Switched off, the site is neither measured by schedule nor with all others; its history stays."
          checked={draft.enabled}
          onChange={(enabled) => change({ enabled })}
        />
        <SaveButton busy={update.isPending} />
      </Form>
    </Panel>
  );
}

function SaveButton({ busy }: { readonly busy: boolean }) {
  return (
    <div>
      <Button look="primary" type="submit" busy={busy}>
        Save
      </Button>
    </div>
  );
}

function draftOf({ name, profiles, samplesPerMeasurement, enabled }: Site) {
  return { name, profiles, samplesPerMeasurement, enabled };
}
