import { useState } from "react";
import { roles, type Role } from "../../../../src/papers/states.ts";
import type { User } from "../../../../src/api/shapes/people.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { Tag } from "../../components/tag.tsx";
import { roleWords } from "../../format/words.ts";
import { useDeleteUser, useUpdateUser, useUsers } from "../../queries/people.ts";
import { useUser } from "../../queries/session.ts";
import { InviteDialog } from "./invite-dialog.tsx";

export default function People() {
  const users = useUsers();
  const [isInviting, setInviting] = useState(false);
  return (
    <>
      <Panel
        title="People"
        flush
        actions={
          <Button look="primary" icon="plus" onClick={() => setInviting(true)}>
            Invite someone
          </Button>
        }
      >
        <Loaded query={users} skeleton={<SkeletonRows rows={4} />}>
          {(list) => <UserTable users={list} />}
        </Loaded>
      </Panel>
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}

function UserTable({ users }: { readonly users: readonly User[] }) {
  const { id: ownId } = useUser();
  return (
    <Table
      label="People"
      head={
        <>
          <Heads names={["Name", "E-mail", "Role", "Since", "State"]} />
          <ActionsHead />
        </>
      }
    >
      {users.map((user) => (
        <UserRow key={user.id} user={user} isOwn={user.id === ownId} />
      ))}
    </Table>
  );
}

function UserRow({ user, isOwn }: { readonly user: User; readonly isOwn: boolean }) {
  const { name, email, createdAt, disabledAt } = user;
  return (
    <tr>
      <th scope="row">
        {name}
        {isOwn && <span className="muted"> (you)</span>}
      </th>
      <td>{email}</td>
      <td>{isOwn ? roleWords[user.role] : <RoleChoice user={user} />}</td>
      <td className="nowrap">
        <Moment at={createdAt} />
      </td>
      <td>
        <Tag tone={disabledAt === null ? "good" : "neutral"}>
          {disabledAt === null ? "Active" : "Blocked"}
        </Tag>
      </td>
      <ActionsCell>{!isOwn && <Actions user={user} />}</ActionsCell>
    </tr>
  );
}

function RoleChoice({ user: { id, name, role } }: { readonly user: User }) {
  const update = useUpdateUser();
  return (
    <select
      className="input input--small"
      aria-label={`Role of ${name}`}
      value={role}
      onChange={(event) => update.mutate({ id, role: event.target.value as Role })}
    >
      {roles.map((value) => (
        <option key={value} value={value}>
          {roleWords[value]}
        </option>
      ))}
    </select>
  );
}

function Actions({ user: { id, name, disabledAt } }: { readonly user: User }) {
  const update = useUpdateUser();
  const remove = useDeleteUser();
  return (
    <>
      <Button
        look="quiet"
        busy={update.isPending}
        onClick={() => update.mutate({ id, disabled: disabledAt === null })}
      >
        {disabledAt === null ? "Block" : "Let in again"}
      </Button>
      <ConfirmButton
        look="quiet"
        icon="trash"
        title={`Remove ${name}?`}
        text="The account and its API tokens are deleted. What the person did stays in the audit log."
        action="Remove"
        busy={remove.isPending}
        onConfirm={() => remove.mutate(id)}
      >
        Remove
      </ConfirmButton>
    </>
  );
}
