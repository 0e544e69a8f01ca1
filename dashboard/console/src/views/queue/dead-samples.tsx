import type { Queue } from "../../../../src/api/shapes/operating.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { ActionsCell, ActionsHead, Heads, Table } from "../../components/table.tsx";
import { useDiscardSample, useRetrySample } from "../../queries/queue.ts";
import { useMay } from "../../queries/session.ts";
import { SampleLink } from "./sample-link.tsx";

/** What was given up after all tries, and what can be done about it. */
export function DeadSamples({ samples }: { readonly samples: Queue["dead"] }) {
  const mayEdit = useMay("editor");
  return (
    <Panel
      title="Given up"
      hint="All tries failed. A retry queues the sample again; discarding it removes it from this list."
      flush
    >
      <Table
        label="Samples that were given up"
        head={
          <>
            <Heads names={["Sample", "When", "Why"]} />
            {mayEdit && <ActionsHead />}
          </>
        }
      >
        {samples.map((sample) => (
          <tr key={sample.id}>
            <td>
              <SampleLink sample={sample} />
            </td>
            <td>
              <AbsoluteMoment at={sample.at} />
            </td>
            <td>
              {sample.message ?? "Unknown"}
              {sample.code !== null && (
                <div className="cell-detail">
                  <code>{sample.code}</code>
                </div>
              )}
            </td>
            {mayEdit && <Actions id={sample.id} />}
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

function Actions({ id }: { readonly id: string }) {
  const retry = useRetrySample();
  const discard = useDiscardSample();
  return (
    <ActionsCell>
      <Button busy={retry.isPending} onClick={() => retry.mutate(id)}>
        Retry
      </Button>
      <ConfirmButton
        look="quiet"
        title="Discard this sample?"
        text="Its measurement is then judged without it. This cannot be undone."
        action="Discard"
        busy={discard.isPending}
        onConfirm={() => discard.mutate(id)}
      >
        Discard
      </ConfirmButton>
    </ActionsCell>
  );
}
