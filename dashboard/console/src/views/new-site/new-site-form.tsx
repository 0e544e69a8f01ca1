import { useState } from "react";
import { useLocation } from "wouter";
import { Button, LinkButton } from "../../components/button.tsx";
import { Checkbox } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { HeaderRows } from "../../components/header-rows.tsx";
import { MeasuringFields } from "../../components/measuring-fields.tsx";
import { Panel } from "../../components/panel.tsx";
import { ownTimeZone, ScheduleFields } from "../../components/schedule-fields.tsx";
import { plural } from "../../format/quantity.ts";
import { useStartBatch } from "../../queries/batches.ts";
import { useCanStoreSecrets } from "../../queries/session.ts";
import { useCreateSite } from "../../queries/sites.ts";
import { createSiteBodyOf, emptyDraft, pagesOf, type Draft } from "./draft.ts";
import { PagesPanel } from "./pages-panel.tsx";

const fields = ["name", "pages", "profiles", "samplesPerMeasurement", "cron", "timeZone", "headers"] as const;

export function NewSiteForm() {
  const [draft, setDraft] = useState(() => emptyDraft(ownTimeZone()));
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const { create, submit } = useSubmit(draft);
  const faults = faultsOf(create.error);
  return (
    <Form onSubmit={submit} error={create.error} fields={fields}>
      <PagesPanel draft={draft} onChange={change} error={create.error} />
      <Panel title="Measuring">
        <MeasuringFields
          profiles={draft.profiles}
          samples={draft.samples}
          onProfiles={(profiles) => change({ profiles })}
          onSamples={(samples) => change({ samples })}
          faults={faults}
        />
        <ScheduleFields
          cron={draft.cron}
          timeZone={draft.timeZone}
          onCron={(cron) => change({ cron })}
          onTimeZone={(timeZone) => change({ timeZone })}
          faults={faults}
        />
      </Panel>
      <HeadersPanel draft={draft} onChange={change} fault={faults("headers")} />
      <Foot draft={draft} onChange={change} busy={create.isPending} />
    </Form>
  );
}

function useSubmit(draft: Draft) {
  const [, navigate] = useLocation();
  const start = useStartBatch();
  const create = useCreateSite((siteId) => {
    if (draft.startsNow) start.mutate({ scope: "site", siteId });
    navigate(`/sites/${siteId}`);
  });
  return { create, submit: () => !create.isPending && create.mutate(createSiteBodyOf(draft)) };
}

interface PartProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

function HeadersPanel({ draft, onChange, fault }: PartProps & { readonly fault: string | undefined }) {
  const canStore = useCanStoreSecrets();
  return (
    <Panel
      title="Request headers"
      hint="For sites that need one to be seen, such as an access token. Sent to the site’s own origin only."
    >
      {canStore ? (
        <HeaderRows rows={draft.headers} onChange={(headers) => onChange({ headers })} />
      ) : (
        <p className="muted">
          Headers are stored encrypted, and no ENCRYPTION_KEY is set. An administrator of the server can set
          one.
        </p>
      )}
      {fault !== undefined && <p className="field__fault">{fault}</p>}
    </Panel>
  );
}

function Foot({ draft, onChange, busy }: PartProps & { readonly busy: boolean }) {
  const pages = draft.address.trim() === "" && draft.more.trim() === "" ? 0 : pagesOf(draft).length;
  const samples = pages * draft.profiles.length * draft.samples;
  return (
    <div className="form-foot">
      <Checkbox
        label="Measure it right away"
        checked={draft.startsNow}
        onChange={(startsNow) => onChange({ startsNow })}
      />
      <p className="muted">
        {plural(pages, "page")}, {plural(samples, "sample")} each time
      </p>
      <LinkButton href="/">Cancel</LinkButton>
      <Button look="primary" type="submit" busy={busy}>
        Add the site
      </Button>
    </div>
  );
}
