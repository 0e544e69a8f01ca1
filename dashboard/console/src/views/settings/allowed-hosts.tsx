import { useState } from "react";
import type { AllowedHost } from "../../../../src/api/shapes/sites.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Empty } from "../../components/empty.tsx";
import { TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { useAllowedHosts, useAllowHost, useForbidHost } from "../../queries/settings.ts";

export default function AllowedHosts() {
  const hosts = useAllowedHosts();
  return (
    <Panel
      title="Allowed hosts"
      hint="Hosts with private addresses that may be measured all the same. Everything public may be measured without being listed."
      flush
    >
      <Loaded query={hosts} skeleton={<SkeletonRows rows={3} />}>
        {(list) =>
          list.length === 0 ? <Empty title="No private host is allowed" /> : <HostTable hosts={list} />
        }
      </Loaded>
      <div className="panel__foot">
        <AllowForm />
      </div>
    </Panel>
  );
}

function HostTable({ hosts }: { readonly hosts: readonly AllowedHost[] }) {
  const forbid = useForbidHost();
  return (
    <Table
      label="Allowed hosts"
      head={
        <>
          <Heads names={["Host", "Note", "Since"]} />
          <ActionsHead />
        </>
      }
    >
      {hosts.map(({ host, note, createdAt }) => (
        <tr key={host}>
          <th scope="row">
            <code>{host}</code>
          </th>
          <td>{note}</td>
          <td className="nowrap">
            <Moment at={createdAt} />
          </td>
          <ActionsCell>
            <ConfirmButton
              look="quiet"
              icon="trash"
              title={`No longer allow ${host}?`}
              text="Sites on it fail from their next measurement on."
              action="Remove"
              busy={forbid.isPending}
              onConfirm={() => forbid.mutate(host)}
            >
              Remove
            </ConfirmButton>
          </ActionsCell>
        </tr>
      ))}
    </Table>
  );
}

function AllowForm() {
  const [host, setHost] = useState("");
  const [note, setNote] = useState("");
  const allow = useAllowHost(() => {
    setHost("");
    setNote("");
  });
  const faults = faultsOf(allow.error);
  return (
    <Form
      label="Allow a host"
      onSubmit={() => !allow.isPending && allow.mutate({ host, note })}
      error={allow.error}
      fields={["host", "note"]}
    >
      <div className="fields">
        <TextField
          label="Host"
          hint="Or host:port"
          placeholder="intranet.example.com"
          value={host}
          onChange={setHost}
          fault={faults("host")}
        />
        <TextField label="Note" hint="Why" value={note} onChange={setNote} fault={faults("note")} />
        <Button type="submit" icon="plus" busy={allow.isPending}>
          Allow the host
        </Button>
      </div>
    </Form>
  );
}
