import { useState } from "react";
import { channelKinds, type ChannelKind } from "../../../../src/papers/states.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogFoot } from "../../components/dialog.tsx";
import { SelectField, TextField } from "../../components/field.tsx";
import { faultsOf, Form } from "../../components/form.tsx";
import { useCreateChannel } from "../../queries/channels.ts";
import { useCanStoreSecrets } from "../../queries/session.ts";
import { useSites } from "../../queries/sites.ts";
import { kindWords } from "./kind-words.ts";

const targets: Readonly<Record<ChannelKind, string>> = {
  webhook: "Address that gets a POST",
  email: "E-mail addresses, separated by commas",
  slack: "Slack’s incoming webhook address",
};

const empty = { kind: "webhook" as ChannelKind, name: "", target: "", secret: "", siteId: "" };

type Draft = typeof empty;

export function ChannelDialog({ onClose }: { readonly onClose: () => void }) {
  const [draft, setDraft] = useState(empty);
  const create = useCreateChannel(onClose);
  const submit = () => {
    const { secret, siteId, ...rest } = draft;
    if (create.isPending) return;
    create.mutate({ ...rest, secret: secret === "" ? null : secret, siteId: siteId === "" ? null : siteId });
  };
  return (
    <Dialog title="New channel" onClose={onClose}>
      <Form onSubmit={submit} error={create.error} fields={["kind", "name", "target", "secret", "siteId"]}>
        <ChannelFields
          draft={draft}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
          faults={faultsOf(create.error)}
        />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={create.isPending}>
            Add the channel
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface ChannelFieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly faults: (field: string) => string | undefined;
}

function ChannelFields({
  draft: { kind, name, target, secret, siteId },
  onChange,
  faults,
}: ChannelFieldsProps) {
  return (
    <>
      <SelectField
        label="Kind"
        value={kind}
        options={channelKinds.map((value) => ({ value, label: kindWords[value] }))}
        onChange={(next) => onChange({ kind: next, secret: "" })}
      />
      <TextField
        label="Name"
        value={name}
        onChange={(text) => onChange({ name: text })}
        fault={faults("name")}
      />
      <TextField
        label={targets[kind]}
        value={target}
        onChange={(text) => onChange({ target: text })}
        fault={faults("target")}
      />
      {kind === "webhook" && (
        <SecretField
          value={secret}
          onChange={(text) => onChange({ secret: text })}
          fault={faults("secret")}
        />
      )}
      <SiteField value={siteId} onChange={(id) => onChange({ siteId: id })} />
    </>
  );
}

interface SecretFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault: string | undefined;
}

function SecretField({ value, onChange, fault }: SecretFieldProps) {
  if (!useCanStoreSecrets())
    return <p className="muted">Without an ENCRYPTION_KEY on the server, webhooks are not signed.</p>;
  return (
    <TextField
      label="Signing secret (not needed)"
      hint="Signs each message (HMAC-SHA256), so that the receiver knows who sent it. Never shown again."
      type="password"
      autoComplete="off"
      value={value}
      onChange={onChange}
      fault={fault}
    />
  );
}

function SiteField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (siteId: string) => void;
}) {
  const sites = useSites().data ?? [];
  return (
    <SelectField
      label="About"
      value={value}
      options={[
        { value: "", label: "All sites" },
        ...sites.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={onChange}
    />
  );
}
