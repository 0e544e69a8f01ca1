import { useState } from "react";
import { roles, type Role } from "../../../../src/papers/states.ts";
import { Button } from "../../components/button.tsx";
import { CopyField } from "../../components/copy-field.tsx";
import { Dialog, DialogFoot } from "../../components/dialog.tsx";
import { SelectField, TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { Moment } from "../../components/moment.tsx";
import { roleMeanings, roleWords } from "../../format/words.ts";
import { useInvite } from "../../queries/people.ts";
import type { Invited } from "../../api.ts";

/** Makes a one-time link, which the administrator passes on. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [invited, setInvited] = useState<Invited | null>(null);
  return (
    <Dialog title="Invite someone" onClose={onClose}>
      {invited === null ? (
        <InviteForm onInvited={setInvited} onClose={onClose} />
      ) : (
        <>
          <p>
            Send this link to the person. It is shown only now, works once, and ends{" "}
            <Moment at={invited.expiresAt} />.
          </p>
          <CopyField label="One-time link" value={invited.link} />
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

interface InviteFormProps {
  readonly onInvited: (invited: Invited) => void;
  readonly onClose: () => void;
}

function InviteForm({ onInvited, onClose }: InviteFormProps) {
  const [role, setRole] = useState<Role>("viewer");
  const [email, setEmail] = useState("");
  const invite = useInvite(onInvited);
  const faults = faultsOf(invite.error);
  const submit = () => {
    if (!invite.isPending) invite.mutate({ role, email: email.trim() === "" ? null : email.trim() });
  };
  return (
    <Form onSubmit={submit} error={invite.error} fields={["role", "email"]}>
      <SelectField
        label="Role"
        hint={`Who has it ${roleMeanings[role]}.`}
        value={role}
        options={roles.map((value) => ({ value, label: roleWords[value] }))}
        onChange={setRole}
        fault={faults("role")}
      />
      <TextField
        label="E-mail (not needed)"
        hint="Fills in the form for them; nothing is sent"
        type="email"
        value={email}
        onChange={setEmail}
        fault={faults("email")}
      />
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={invite.isPending}>
          Make the link
        </Button>
      </DialogFoot>
    </Form>
  );
}
