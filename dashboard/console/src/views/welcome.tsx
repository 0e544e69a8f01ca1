import { useState } from "react";
import { Redirect } from "wouter";
import type { Invitation } from "../../../src/api/shapes/people.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Empty } from "../components/empty.tsx";
import { TextField } from "../components/field.tsx";
import { faultsOf, Form } from "../components/form.tsx";
import { Loaded } from "../components/loaded.tsx";
import { Moment } from "../components/moment.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { roleMeanings, roleWords } from "../format/words.ts";
import { useInvitation } from "../queries/people.ts";
import { useAcceptInvitation } from "../queries/session.ts";

/** A one-time link. Its token stands in the fragment, which browsers send to no server. */
export default function Welcome() {
  const [token] = useState(() => window.location.hash.slice(1));
  const invitation = useInvitation(token);
  return (
    <div className="panel outside__card">
      <PageHead title="Welcome" />
      {token === "" ? (
        <Incomplete />
      ) : (
        <Loaded query={invitation} skeleton={<SkeletonRows rows={4} />}>
          {(data) => <AccountForm token={token} invitation={data} />}
        </Loaded>
      )}
    </div>
  );
}

function Incomplete() {
  return (
    <Empty title="This link is incomplete">
      <p>The part behind “#” is missing. Copy the whole link, or ask for a new one.</p>
      <LinkButton href="/sign-in">To the sign-in</LinkButton>
    </Empty>
  );
}

const fields = ["email", "name", "password"] as const;

interface AccountFormProps {
  readonly token: string;
  readonly invitation: Invitation;
}

function AccountForm({ token, invitation: { role, expiresAt, email } }: AccountFormProps) {
  const [draft, setDraft] = useState({ email: email ?? "", name: "", password: "" });
  const accept = useAcceptInvitation();
  if (accept.isSuccess) return <Redirect to="/" replace />;
  return (
    <>
      <p>
        This link creates an account with the role <strong>{roleWords[role]}</strong>: who has it{" "}
        {roleMeanings[role]}. It works once, and ends <Moment at={expiresAt} />.
      </p>
      <Form
        onSubmit={() => !accept.isPending && accept.mutate({ token, ...draft })}
        error={accept.error}
        fields={fields}
      >
        <AccountFields
          draft={draft}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
          faults={faultsOf(accept.error)}
        />
        <Button look="primary" type="submit" busy={accept.isPending}>
          Create the account
        </Button>
      </Form>
    </>
  );
}

type Draft = Readonly<Record<(typeof fields)[number], string>>;

interface AccountFieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly faults: (field: string) => string | undefined;
}

function AccountFields({ draft, onChange, faults }: AccountFieldsProps) {
  return (
    <>
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        value={draft.email}
        onChange={(email) => onChange({ email })}
        fault={faults("email")}
      />
      <TextField
        label="Your name"
        autoComplete="name"
        value={draft.name}
        onChange={(name) => onChange({ name })}
        fault={faults("name")}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters"
        value={draft.password}
        onChange={(password) => onChange({ password })}
        fault={faults("password")}
      />
    </>
  );
}
