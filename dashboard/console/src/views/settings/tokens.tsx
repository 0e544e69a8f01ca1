import { useState } from "react";
import type { ApiToken } from "../../../../src/api/shapes/people.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { roleWords } from "../../format/words.ts";
import { useDeleteToken, useTokens } from "../../queries/people.ts";
import { CreateTokenDialog } from "./create-token-dialog.tsx";

export default function Tokens() {
  const tokens = useTokens();
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <Panel
        title="API tokens"
        hint={
          <>
            Yours. For programs that use the API; it is described under <a href="/api/docs">/api/docs</a>.
          </>
        }
        flush
        actions={
          <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
            New token
          </Button>
        }
      >
        <Loaded query={tokens} skeleton={<SkeletonRows rows={3} />}>
          {(list) => (list.length === 0 ? <Empty title="No token yet" /> : <TokenTable tokens={list} />)}
        </Loaded>
      </Panel>
      {isCreating && <CreateTokenDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function TokenTable({ tokens }: { readonly tokens: readonly ApiToken[] }) {
  return (
    <Table
      label="API tokens"
      head={
        <>
          <Heads names={["Name", "Begins with", "Role", "Made", "Last used", "Ends"]} />
          <ActionsHead />
        </>
      }
    >
      {tokens.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </Table>
  );
}

function TokenRow({ token }: { readonly token: ApiToken }) {
  const { name, hint, role, createdAt, lastUsedAt, expiresAt } = token;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <code>{hint}</code>
      </td>
      <td>{roleWords[role]}</td>
      {[createdAt, lastUsedAt, expiresAt].map((at, index) => (
        <td key={index} className="nowrap">
          {at === null ? <span className="muted">Never</span> : <Moment at={at} />}
        </td>
      ))}
      <ActionsCell>
        <DeleteToken token={token} />
      </ActionsCell>
    </tr>
  );
}

function DeleteToken({ token: { id, name } }: { readonly token: ApiToken }) {
  const remove = useDeleteToken();
  return (
    <ConfirmButton
      look="quiet"
      icon="trash"
      title={`Delete the token “${name}”?`}
      text="Programs that use it are refused from now on."
      action="Delete the token"
      busy={remove.isPending}
      onConfirm={() => remove.mutate(id)}
    >
      Delete
    </ConfirmButton>
  );
}
