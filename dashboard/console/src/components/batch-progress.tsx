import { useState } from "react";
import type { BatchDetail } from "../../../src/api/shapes/measuring.ts";
import { formatDuration, plural } from "../format/quantity.ts";
import { useThrottled } from "../live/use-throttled.ts";
import { useBatch, useCancelBatch } from "../queries/batches.ts";
import { useMay } from "../queries/session.ts";
import { Button, IconButton } from "./button.tsx";
import { ConfirmButton } from "./confirm-button.tsx";
import { BatchMeasurements } from "./batch-measurements.tsx";
import { Progress } from "./progress.tsx";
import { BatchTag } from "./state-tags.tsx";

/** A screen reader hears of progress at most this often. */
const SPOKEN_EVERY_MS = 10_000;

interface BatchProgressProps {
  readonly id: string;
  /** Offered once it has ended. */
  readonly onClose: () => void;
}

/** A batch while it runs, and what came of it. It is the server's: a reload finds it where it was. */
export function BatchProgress({ id, onClose }: BatchProgressProps) {
  const batch = useBatch(id).data;
  const [isOpen, setOpen] = useState(false);
  if (batch === undefined) return <div className="panel batch batch--loading" aria-busy="true" />;
  return (
    <section className="panel batch" aria-label={`Progress: ${batch.title}`}>
      <div className="batch__head">
        <h2>{batch.title}</h2>
        <BatchTag state={batch.state} />
        <div className="batch__actions">
          <Button look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide pages" : "Show pages"}
          </Button>
          {batch.state === "open" ? (
            <Cancel batch={batch} />
          ) : (
            <IconButton label="Close" icon="close" onClick={onClose} />
          )}
        </div>
      </div>
      <Progress
        done={batch.samples.done + batch.samples.failed}
        total={batch.samples.total}
        label={`Samples: ${batch.title}`}
        counted={false}
      />
      <p className="batch__sentence">{progressSentence(batch)}</p>
      <Spoken text={progressSentence(batch)} />
      {isOpen && <BatchMeasurements batch={batch} />}
    </section>
  );
}

function Spoken({ text }: { readonly text: string }) {
  return (
    <p role="status" className="visually-hidden">
      {useThrottled(text, SPOKEN_EVERY_MS)}
    </p>
  );
}

function Cancel({ batch }: { readonly batch: BatchDetail }) {
  const cancel = useCancelBatch();
  if (!useMay("editor")) return null;
  return (
    <ConfirmButton
      title={`Cancel “${batch.title}”?`}
      text="What is measured already stays. Samples that wait or run are given up."
      action="Cancel the run"
      busy={cancel.isPending}
      onConfirm={() => cancel.mutate(batch.id)}
    >
      Cancel
    </ConfirmButton>
  );
}

/** "12 of 40 samples done, 2 running, about 5 min left". */
export function progressSentence({
  state,
  samples,
  ahead,
  expectedMs,
}: Pick<BatchDetail, "state" | "samples" | "ahead" | "expectedMs">): string {
  const parts = [`${samples.done} of ${plural(samples.total, "sample")} done`];
  if (samples.failed > 0) parts.push(`${samples.failed} failed`);
  if (state !== "open") return parts.join(", ");
  if (samples.running > 0) parts.push(`${samples.running} running`);
  if (samples.running === 0 && ahead > 0) parts.push(`${plural(ahead, "sample")} of others first`);
  if (expectedMs !== null) parts.push(`about ${formatDuration(expectedMs)} left`);
  return parts.join(", ");
}
