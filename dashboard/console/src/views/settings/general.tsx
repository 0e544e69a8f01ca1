import { useState } from "react";
import type { Settings } from "../../../../src/api/shapes/operating.ts";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { useMay } from "../../queries/session.ts";
import { useSettings, useUpdateSettings } from "../../queries/settings.ts";
import { StoragePanel } from "./storage-panel.tsx";

export function General() {
  const settings = useSettings();
  const isAdmin = useMay("admin");
  return (
    <>
      <Loaded query={settings} skeleton={<SkeletonRows rows={5} />}>
        {(data) => (isAdmin ? <SettingsForm settings={data} /> : <SettingsFacts settings={data} />)}
      </Loaded>
      <StoragePanel />
    </>
  );
}

const ages = [
  ["reportDays", "Lighthouse reports", "The full reports are by far the largest part"],
  ["filmstripDays", "Filmstrips", "Pictures of the page while it loads"],
  ["sampleDays", "Single samples", "Measurements themselves, with their medians, are kept for ever"],
] as const;

function SettingsFacts({ settings: { retention, cpuSlowdown } }: { readonly settings: Settings }) {
  return (
    <Panel title="Retention and measuring">
      <dl className="facts">
        {ages.map(([name, label]) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{retention[name]} days</dd>
          </div>
        ))}
        <div>
          <dt>CPU slow-down of the mobile profile</dt>
          <dd>{cpuSlowdown} ×</dd>
        </div>
      </dl>
    </Panel>
  );
}

function SettingsForm({ settings }: { readonly settings: Settings }) {
  const [texts, setTexts] = useState(() => textsOf(settings));
  const update = useUpdateSettings();
  const submit = () => {
    if (!update.isPending) update.mutate(settingsOf(texts));
  };
  return (
    <Form onSubmit={submit} error={update.error} fields={["retention", "cpuSlowdown"]}>
      <SettingsFields
        texts={texts}
        onChange={(part) => setTexts((now) => ({ ...now, ...part }))}
        faults={faultsOf(update.error)}
      />
      <div>
        <Button look="primary" type="submit" busy={update.isPending}>
          Save the settings
        </Button>
      </div>
    </Form>
  );
}

interface SettingsFieldsProps {
  readonly texts: Texts;
  readonly onChange: (part: Partial<Texts>) => void;
  readonly faults: (field: string) => string | undefined;
}

function SettingsFields({ texts, onChange, faults }: SettingsFieldsProps) {
  return (
    <>
      <Panel title="Retention" hint="What is removed after how many days; it happens every night">
        <div className="fields">
          {ages.map(([name, label, hint]) => (
            <TextField
              key={name}
              label={`${label} (days)`}
              hint={hint}
              inputMode="numeric"
              value={texts[name]}
              onChange={(value) => onChange({ [name]: value })}
              fault={faults(`retention.${name}`)}
            />
          ))}
        </div>
      </Panel>
      <Panel title="Measuring">
        <TextField
          label="CPU slow-down of the mobile profile"
          hint="Lighthouse’s own default is 4. Values before and after a change are not comparable."
          inputMode="decimal"
          value={texts.cpuSlowdown}
          onChange={(cpuSlowdown) => onChange({ cpuSlowdown })}
          fault={faults("cpuSlowdown")}
        />
      </Panel>
    </>
  );
}

type Texts = ReturnType<typeof textsOf>;

function textsOf({ retention, cpuSlowdown }: Settings) {
  return {
    reportDays: String(retention.reportDays),
    filmstripDays: String(retention.filmstripDays),
    sampleDays: String(retention.sampleDays),
    cpuSlowdown: String(cpuSlowdown),
  };
}

function settingsOf({ reportDays, filmstripDays, sampleDays, cpuSlowdown }: Texts): Settings {
  return {
    retention: {
      reportDays: Number(reportDays),
      filmstripDays: Number(filmstripDays),
      sampleDays: Number(sampleDays),
    },
    cpuSlowdown: Number(cpuSlowdown.replace(",", ".")),
  };
}
