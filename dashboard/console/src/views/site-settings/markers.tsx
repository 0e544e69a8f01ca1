import { useState } from "react";
import type { Marker } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Empty } from "../../components/empty.tsx";
import { SelectField, TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { useAddMarker, useDeleteMarker } from "../../queries/pages.ts";
import { useMarkers } from "../../queries/sites.ts";

const kinds = [
  { value: "deployment", label: "Deployment" },
  { value: "note", label: "Note" },
] as const;

/** Moments that explain a chart. */
export function Markers({ siteId }: { readonly siteId: string }) {
  const markers = useMarkers(siteId);
  return (
    <Panel title="Markers" hint="Deployments and notes, shown as upright lines in the charts" flush>
      <Loaded query={markers} skeleton={<SkeletonRows rows={2} />}>
        {(list) =>
          list.length === 0 ? <Empty title="No marker yet" /> : <MarkerTable siteId={siteId} markers={list} />
        }
      </Loaded>
      <div className="panel__foot">
        <AddMarker siteId={siteId} />
      </div>
    </Panel>
  );
}

function MarkerTable({ siteId, markers }: { readonly siteId: string; readonly markers: readonly Marker[] }) {
  const remove = useDeleteMarker(siteId);
  return (
    <Table
      label="Markers"
      head={
        <>
          <Heads names={["When", "Kind", "Label"]} />
          <ActionsHead />
        </>
      }
    >
      {markers.map(({ id, kind, label, at }) => (
        <tr key={id}>
          <td>
            <AbsoluteMoment at={at} />
          </td>
          <td>{kinds.find(({ value }) => value === kind)?.label}</td>
          <td>{label}</td>
          <ActionsCell>
            <ConfirmButton
              look="quiet"
              icon="trash"
              title="Delete this marker?"
              text={`“${label}” disappears from the charts.`}
              action="Delete the marker"
              busy={remove.isPending}
              onConfirm={() => remove.mutate(id)}
            >
              Delete
            </ConfirmButton>
          </ActionsCell>
        </tr>
      ))}
    </Table>
  );
}

function AddMarker({ siteId }: { readonly siteId: string }) {
  const [kind, setKind] = useState<Marker["kind"]>("deployment");
  const [label, setLabel] = useState("");
  const [at, setAt] = useState("");
  const add = useAddMarker(siteId, () => {
    setLabel("");
    setAt("");
  });
  const faults = faultsOf(add.error);
  const submit = () => {
    // The field holds local time without a zone; the API wants to know which.
    if (!add.isPending)
      add.mutate({ siteId, kind, label, ...(at !== "" && { at: new Date(at).toISOString() }) });
  };
  return (
    <Form label="Add a marker" onSubmit={submit} error={add.error} fields={["kind", "label", "at"]}>
      <div className="fields">
        <SelectField label="Kind" value={kind} options={kinds} onChange={setKind} />
        <TextField
          label="Label"
          placeholder="Release 2.4"
          value={label}
          onChange={setLabel}
          fault={faults("label")}
        />
        <TextField
          label="When"
          hint="Left empty, now"
          type="datetime-local"
          value={at}
          onChange={setAt}
          fault={faults("at")}
        />
        <Button type="submit" icon="plus" busy={add.isPending}>
          Add the marker
        </Button>
      </div>
    </Form>
  );
}
