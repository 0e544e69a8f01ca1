import { useState } from "react";
import { roles, type Role } from "../../../../src/papers/states.ts";
import type { CreatedToken } from "../../../../src/api/shapes/people.ts";
import { Button } from "../../components/button.tsx";
import { CopyField } from "../../components/copy-field.tsx";
import { Dialog, DialogFoot } from "../../components/dialog.tsx";
import { SelectField, TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { roleMeanings, roleWords } from "../../format/words.ts";
import { useCreateToken } from "../../queries/people.ts";
import { useUser } from "../../queries/session.ts";

const NEVER = "never";
const ends = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: NEVER, label: "Never" },
] as const;

export function CreateTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [created, setCreated] = useState<CreatedToken | null>(null);
  return (
    <Dialog title="New API token" onClose={onClose}>
      {created === null ? (
        <TokenForm onCreated={setCreated} onClose={onClose} />
      ) : (
        <>
          <p>Copy the token now: it is not shown again.</p>
          <CopyField label={created.name} value={created.token} />
          <p className="muted">
            Sent as <code>Authorization: Bearer …</code>
          </p>
          <DialogFoot>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </DialogFoot>
        </>
      )}
    </Dialog>
  );
}

interface TokenFormProps {
  readonly onCreated: (created: CreatedToken) => void;
  readonly onClose: () => void;
}

function TokenForm({ onCreated, onClose }: TokenFormProps) {
  const { role: ownRole } = useUser();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [end, setEnd] = useState<(typeof ends)[number]["value"]>("90");
  const create = useCreateToken(onCreated);
  const faults = faultsOf(create.error);
  const submit = () => {
    if (!create.isPending) create.mutate({ name, role, expiresInDays: end === NEVER ? null : Number(end) });
  };
  // A token never may more than who made it.
  const mine = roles.slice(0, roles.indexOf(ownRole) + 1);
  return (
    <Form onSubmit={submit} error={create.error} fields={["name", "role", "expiresInDays"]}>
      <TextField label="Name" hint="What uses it" value={name} onChange={setName} fault={faults("name")} />
      <SelectField
        label="Role"
        hint={`Who has it ${roleMeanings[role]}.`}
        value={role}
        options={mine.map((value) => ({ value, label: roleWords[value] }))}
        onChange={setRole}
        fault={faults("role")}
      />
      <SelectField
        label="Ends"
        value={end}
        options={ends}
        onChange={setEnd}
        fault={faults("expiresInDays")}
      />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={create.isPending}>
          Make the token
        </Button>
      </DialogFoot>
    </Form>
  );
}
