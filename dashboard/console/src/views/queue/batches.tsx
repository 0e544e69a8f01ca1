import { useState } from "react";
import type { Batch } from "../../../../src/api/shapes/measuring.ts";
import { BatchMeasurements } from "../../components/batch-measurements.tsx";
import { progressSentence } from "../../components/batch-progress.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { Progress } from "../../components/progress.tsx";
import { useShowAll } from "../../components/show-all.tsx";
import { SkeletonRows } from "../../components/skeleton.tsx";
import { BatchTag } from "../../components/state-tags.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { triggerWords } from "../../format/words.ts";
import { useBatch, useBatches, useCancelBatch } from "../../queries/batches.ts";
import { useMay } from "../../queries/session.ts";

const FEW = 8;

/** What was started together, newest first. */
export function Batches() {
  const batches = useBatches();
  return (
    <Loaded query={batches} skeleton={<SkeletonRows rows={5} />}>
      {(list) => (
        <Panel title="Batches" hint="Measurements that were started together" flush>
          {list.length === 0 ? <Empty title="Nothing was started yet" /> : <BatchTable batches={list} />}
        </Panel>
      )}
    </Loaded>
  );
}

function BatchTable({ batches }: { readonly batches: readonly Batch[] }) {
  const mayEdit = useMay("editor");
  const { shown, button } = useShowAll(batches, FEW);
  return (
    <>
      <Table
        label="Batches"
        head={
          <>
            <Heads names={["What", "State", "Progress", "Started", "By"]} />
            <ActionsHead />
          </>
        }
      >
        {shown.map((batch) => (
          <Rows key={batch.id} batch={batch} mayEdit={mayEdit} />
        ))}
      </Table>
      {button}
    </>
  );
}

function Rows({ batch, mayEdit }: { readonly batch: Batch; readonly mayEdit: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const { id, title, state, samples, createdAt, requestedBy, trigger } = batch;
  return (
    <>
      <tr>
        <th scope="row">{title}</th>
        <td>
          <BatchTag state={state} />
        </td>
        <td>
          <Progress
            done={samples.done + samples.failed}
            total={samples.total}
            label={`Samples of ${title}`}
            counted={false}
          />
          <div className="cell-detail">{progressSentence(batch)}</div>
        </td>
        <td className="nowrap">
          <Moment at={createdAt} />
        </td>
        <td>{requestedBy ?? triggerWords[trigger]}</td>
        <ActionsCell>
          <Button look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide pages" : "Show pages"}
          </Button>
          {mayEdit && state === "open" && <Cancel id={id} title={title} />}
        </ActionsCell>
      </tr>
      {isOpen && (
        <tr className="row--detail">
          <td colSpan={6}>
            <BatchPages id={id} />
          </td>
        </tr>
      )}
    </>
  );
}

function BatchPages({ id }: { readonly id: string }) {
  const batch = useBatch(id);
  return (
    <Loaded query={batch} skeleton={<SkeletonRows rows={2} />}>
      {(data) => <BatchMeasurements batch={data} />}
    </Loaded>
  );
}

function Cancel({ id, title }: { readonly id: string; readonly title: string }) {
  const cancel = useCancelBatch();
  return (
    <ConfirmButton
      look="quiet"
      title={`Cancel “${title}”?`}
      text="What is measured already stays. Samples that wait or run are given up."
      action="Cancel the run"
      busy={cancel.isPending}
      onConfirm={() => cancel.mutate(id)}
    >
      Cancel
    </ConfirmButton>
  );
}
