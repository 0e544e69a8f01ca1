import type { CleanUpReport } from "../../../../src/api/shapes/operating.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogFoot } from "../../components/dialog.tsx";
import { plural } from "../../format/quantity.ts";

interface CleanUpReportDialogProps {
  readonly report: CleanUpReport;
  readonly onClose: () => void;
}

/** What the clean-up touched, thing by thing. It also runs by itself; the button only does not wait. */
export function CleanUpReportDialog({ report, onClose }: CleanUpReportDialogProps) {
  const lines = linesOf(report);
  return (
    <Dialog title="Clean-up" onClose={onClose}>
      {lines.length === 0 ? (
        <p>Everything was in order: nothing had to be touched.</p>
      ) : (
        <ul className="report-lines">
          {lines.map(({ words, ids }) => (
            <li key={words}>
              <details>
                <summary>{words}</summary>
                <ul>
                  {ids.map((id) => (
                    <li key={id}>
                      <code>{id}</code>
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
      <DialogFoot>
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** One line for each kind of repair that was needed. */
export function linesOf(
  report: CleanUpReport,
): readonly { readonly words: string; readonly ids: readonly string[] }[] {
  const requeued = report.expiredLeases
    .filter(({ action }) => action === "requeued")
    .map(({ sampleId }) => sampleId);
  const dead = report.expiredLeases.filter(({ action }) => action === "dead").map(({ sampleId }) => sampleId);
  return [
    { words: `${plural(requeued.length, "sample")} of a lost worker queued again`, ids: requeued },
    { words: `${plural(dead.length, "sample")} given up`, ids: dead },
    {
      words: `${plural(report.enqueuedAgain.length, "sample")} put into the queue again`,
      ids: report.enqueuedAgain,
    },
    {
      words: `${plural(report.finishedMeasurements.length, "measurement")} finished`,
      ids: report.finishedMeasurements,
    },
    { words: `${plural(report.closedBatches.length, "batch", "batches")} closed`, ids: report.closedBatches },
    {
      words: `${plural(report.removedQueueJobs.length, "job")} without a sample removed`,
      ids: report.removedQueueJobs,
    },
  ].filter(({ ids }) => ids.length > 0);
}
