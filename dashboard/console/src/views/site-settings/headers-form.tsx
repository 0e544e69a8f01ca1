import { useState } from "react";
import type { Site } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Form } from "../../components/form.tsx";
import { HeaderRows, headersOf, type HeaderRow } from "../../components/header-rows.tsx";
import { Panel } from "../../components/panel.tsx";
import { useCanStoreSecrets } from "../../queries/session.ts";
import { useUpdateSite } from "../../queries/sites.ts";

/** Headers can be set and removed, never read: what was saved is shown by name alone. */
export function HeadersForm({ site: { id, headerNames } }: { readonly site: Site }) {
  const canStore = useCanStoreSecrets();
  const [rows, setRows] = useState<readonly HeaderRow[]>([]);
  const update = useUpdateSite(id, "The headers are saved", () => setRows([]));
  const send = (headers: Record<string, string>) => {
    if (!update.isPending) update.mutate({ id, headers });
  };
  return (
    <Panel
      title="Request headers"
      hint="Sent to the site’s own origin only. Values are stored encrypted and never shown again."
    >
      <SavedNames names={headerNames} onRemove={() => send({})} busy={update.isPending} />
      {canStore ? (
        <Form onSubmit={() => send(headersOf(rows))} error={update.error} fields={[]}>
          <HeaderRows rows={rows} onChange={setRows} />
          {rows.length > 0 && (
            <div>
              {headerNames.length > 0 && (
                <p className="muted">Saving replaces all headers that are saved now.</p>
              )}
              <Button look="primary" type="submit" busy={update.isPending}>
                Save the headers
              </Button>
            </div>
          )}
        </Form>
      ) : (
        <p className="muted">No ENCRYPTION_KEY is set on the server, so headers cannot be stored.</p>
      )}
    </Panel>
  );
}

interface SavedNamesProps {
  readonly names: readonly string[];
  readonly onRemove: () => void;
  readonly busy: boolean;
}

function SavedNames({ names, onRemove, busy }: SavedNamesProps) {
  if (names.length === 0) return <p className="muted">None is saved.</p>;
  return (
    <div className="saved-names">
      <p>
        Saved:{" "}
        {names.map((name) => (
          <code key={name} className="chip">
            {name}: ••••
          </code>
        ))}
      </p>
      <ConfirmButton
        icon="trash"
        title="Remove all headers?"
        text="The site is measured without them from now on. Their values cannot be brought back."
        action="Remove all headers"
        busy={busy}
        onConfirm={onRemove}
      >
        Remove all
      </ConfirmButton>
    </div>
  );
}
