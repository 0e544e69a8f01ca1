import { useState } from "react";
import type { Discovered } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { DiscoveredPages } from "../../components/discovered-pages.tsx";
import { Field, TextField } from "../../components/field.tsx";
import { Panel } from "../../components/panel.tsx";
import { faultOf } from "../../format/field-faults.ts";
import { hostOf } from "../../format/words.ts";
import type { ApiError } from "../../http.ts";
import { useDiscover } from "../../queries/sites.ts";
import { completeAddress, type Draft } from "./draft.ts";

interface PagesPanelProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly error: ApiError | null;
}

/** Which pages: found from the sitemap, typed, or just the address. */
export function PagesPanel({ draft, onChange, error }: PagesPanelProps) {
  const [found, setFound] = useState<Discovered | null>(null);
  const discover = useDiscover();
  const find = () =>
    discover.mutate(completeAddress(draft.address), {
      onSuccess: (discovered) => {
        setFound(discovered);
        onChange({ chosen: suggestedOf(discovered) });
      },
    });
  return (
    <Panel title="Site and pages">
      <div className="fields">
        <AddressField draft={draft} onChange={onChange} fault={discoverFault(discover.error)} />
        <TextField
          label="Name"
          hint="Left empty, it is called like its host"
          placeholder={draft.address.trim() === "" ? "" : hostOf(completeAddress(draft.address))}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          fault={faultOf(error, "name")}
        />
      </div>
      <Button icon="search" busy={discover.isPending} disabled={draft.address.trim() === ""} onClick={find}>
        Find pages from the sitemap
      </Button>
      {found !== null && (
        <DiscoveredPages found={found} chosen={draft.chosen} onChange={(chosen) => onChange({ chosen })} />
      )}
      <MorePages
        draft={draft}
        onChange={onChange}
        fault={faultOf(error, "pages", "inside") ?? faultOf(error, "pages")}
      />
    </Panel>
  );
}

type PartProps = Pick<PagesPanelProps, "draft" | "onChange"> & { readonly fault: string | undefined };

function AddressField({ draft, onChange, fault }: PartProps) {
  return (
    <TextField
      label="Address"
      type="url"
      inputMode="url"
      placeholder="https://www.example.com/"
      autoComplete="off"
      value={draft.address}
      onChange={(address) => onChange({ address })}
      fault={fault}
    />
  );
}

function MorePages({ draft, onChange, fault }: PartProps) {
  return (
    <Field label="More pages by hand" hint="One address a line, of the same origin" fault={fault}>
      {(wiring) => (
        <textarea
          {...wiring}
          className="input"
          rows={3}
          spellCheck={false}
          value={draft.more}
          onChange={(event) => onChange({ more: event.target.value })}
        />
      )}
    </Field>
  );
}

function discoverFault(error: ApiError | null): string | undefined {
  return error === null ? undefined : (faultOf(error, "url") ?? error.message);
}

function suggestedOf({ pages }: Discovered): ReadonlySet<string> {
  return new Set(pages.filter(({ suggested }) => suggested).map(({ url }) => url));
}
