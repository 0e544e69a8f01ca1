import { useState } from "react";
import type { Channel } from "../../../../src/api/shapes/judging.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Empty } from "../../components/empty.tsx";
import { Checkbox } from "../../components/field.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { Tag, type Tone } from "../../components/tag.tsx";
import { useChannels, useDeleteChannel, useTestChannel, useUpdateChannel } from "../../queries/channels.ts";
import { useSites } from "../../queries/sites.ts";
import { ChannelDialog } from "./channel-dialog.tsx";
import { kindWords } from "./kind-words.ts";

export default function Notifications() {
  const channels = useChannels();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <Panel
        title="Notifications"
        hint="Who is told when a budget changes its state or a regression is confirmed"
        flush
        actions={
          <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
            New channel
          </Button>
        }
      >
        <Loaded query={channels} skeleton={<SkeletonRows rows={3} />}>
          {(list) =>
            list.length === 0 ? <Empty title="Nobody is told yet" /> : <ChannelTable channels={list} />
          }
        </Loaded>
      </Panel>
      {isAdding && <ChannelDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function ChannelTable({ channels }: { readonly channels: readonly Channel[] }) {
  return (
    <Table
      label="Channels"
      head={
        <>
          <Heads names={["Name", "Kind", "Target", "Sites", "On", "Last message"]} />
          <ActionsHead />
        </>
      }
    >
      {channels.map((channel) => (
        <ChannelRow key={channel.id} channel={channel} />
      ))}
    </Table>
  );
}

function ChannelRow({ channel }: { readonly channel: Channel }) {
  const { id, name, kind, target, hasSecret, siteId, enabled } = channel;
  const site = useSites().data?.find((one) => one.id === siteId)?.name;
  const update = useUpdateChannel();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {kindWords[kind]}
        {hasSecret && <div className="cell-detail">signed</div>}
      </td>
      <td className="address">{target}</td>
      <td>{siteId === null ? "All" : (site ?? "One")}</td>
      <td>
        <Checkbox
          label={<span className="visually-hidden">Send to {name}</span>}
          checked={enabled}
          onChange={(checked) => update.mutate({ id, enabled: checked })}
        />
      </td>
      <td>
        <Last last={channel.last} />
      </td>
      <Actions channel={channel} />
    </tr>
  );
}

const states: Readonly<Record<NonNullable<Channel["last"]>["state"], readonly [tone: Tone, word: string]>> = {
  sent: ["good", "Sent"],
  waiting: ["info", "On its way"],
  failed: ["poor", "Failed"],
};

function Last({ last }: Pick<Channel, "last">) {
  if (last === null) return <span className="muted">None yet</span>;
  const [tone, word] = states[last.state];
  return (
    <>
      <Tag tone={tone}>{word}</Tag>
      <div className="cell-detail">
        <Moment at={last.at} />
        {last.error !== null && `: ${last.error}`}
      </div>
    </>
  );
}

function Actions({ channel: { id, name } }: { readonly channel: Channel }) {
  const test = useTestChannel();
  const remove = useDeleteChannel();
  return (
    <ActionsCell>
      <Button look="quiet" busy={test.isPending} onClick={() => test.mutate(id)}>
        Send a test
      </Button>
      <ConfirmButton
        look="quiet"
        icon="trash"
        title={`Delete the channel “${name}”?`}
        text="Messages that wait for it are dropped."
        action="Delete the channel"
        busy={remove.isPending}
        onConfirm={() => remove.mutate(id)}
      >
        Delete
      </ConfirmButton>
    </ActionsCell>
  );
}
