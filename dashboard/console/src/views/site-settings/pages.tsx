import { useState } from "react";
import type { Page, Site } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Checkbox, TextField } from "../../components/field.tsx";
import { Panel } from "../../components/panel.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { useDeletePage, useUpdatePage } from "../../queries/pages.ts";
import { AddPages } from "./add-pages.tsx";

export function Pages({ site }: { readonly site: Site }) {
  return (
    <Panel title="Pages" flush>
      <Table
        label="Pages"
        head={
          <>
            <Heads names={["Label", "Address", "Measured"]} />
            <ActionsHead />
          </>
        }
      >
        {site.pages.map((page) => (
          <PageRow key={page.id} page={page} isLast={site.pages.length === 1} />
        ))}
      </Table>
      <div className="panel__foot">
        <AddPages site={site} />
      </div>
    </Panel>
  );
}

function PageRow({ page, isLast }: { readonly page: Page; readonly isLast: boolean }) {
  const [isEdited, setEdited] = useState(false);
  const { id, siteId, label, url, enabled } = page;
  const update = useUpdatePage(siteId, () => setEdited(false));
  return (
    <tr>
      <th scope="row">
        {isEdited ? (
          <LabelForm
            label={label}
            busy={update.isPending}
            onSave={(next) => update.mutate({ id, label: next })}
          />
        ) : (
          label
        )}
      </th>
      <td className="address">{url}</td>
      <td>
        <Checkbox
          label={
            <>
              {enabled ? "Yes" : "No"}
              <span className="visually-hidden">, measure {label}</span>
            </>
          }
          checked={enabled}
          onChange={(checked) => update.mutate({ id, enabled: checked })}
        />
      </td>
      <ActionsCell>
        <Button look="quiet" icon="edit" onClick={() => setEdited(!isEdited)}>
          {isEdited ? "Leave" : "Rename"}
        </Button>
        {!isLast && <DeletePage page={page} />}
      </ActionsCell>
    </tr>
  );
}

interface LabelFormProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onSave: (label: string) => void;
}

function LabelForm({ label, busy, onSave }: LabelFormProps) {
  const [text, setText] = useState(label);
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !busy) onSave(text.trim());
      }}
    >
      <TextField label="New label" value={text} onChange={setText} maxLength={100} autoFocus />
      <Button type="submit" busy={busy}>
        Save
      </Button>
    </form>
  );
}

function DeletePage({ page: { id, siteId, label } }: { readonly page: Page }) {
  const remove = useDeletePage(siteId);
  return (
    <ConfirmButton
      look="quiet"
      icon="trash"
      title={`Delete the page “${label}”?`}
      text="Its measurements and budgets are deleted with it. To keep its history, switch it off instead. This cannot be undone."
      action="Delete the page"
      busy={remove.isPending}
      onConfirm={() => remove.mutate(id)}
    >
      Delete
    </ConfirmButton>
  );
}
