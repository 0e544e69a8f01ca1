import { useState } from "react";
import type { Overview } from "../../../../src/api/shapes/overview.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogFoot } from "../../components/dialog.tsx";
import { formatDuration, plural } from "../../format/quantity.ts";
import { useStartBatch } from "../../queries/batches.ts";

/** Measures everything, after saying how much that is. */
export function RunAll({ overview }: { readonly overview: Overview }) {
  const [isOpen, setOpen] = useState(false);
  const isRunning = overview.openAllBatchId !== null;
  if (overview.allSites.samples === 0) return null;
  return (
    <>
      {/* It stays while they run: whoever pressed it keeps the focus. */}
      <Button look="primary" icon="play" busy={isRunning} onClick={() => setOpen(true)}>
        {isRunning ? "Tests are running" : "Run tests for all sites"}
      </Button>
      {isOpen && <RunAllDialog allSites={overview.allSites} onClose={() => setOpen(false)} />}
    </>
  );
}

interface RunAllDialogProps {
  readonly allSites: Overview["allSites"];
  readonly onClose: () => void;
}

function RunAllDialog({ allSites: { samples, expectedMs }, onClose }: RunAllDialogProps) {
  const start = useStartBatch(onClose);
  return (
    <Dialog title="Run tests for all sites" onClose={onClose}>
      <p>Every page of every site that is switched on is measured now, under its profiles.</p>
      <dl className="facts">
        <div>
          <dt>Samples</dt>
          <dd>{plural(samples, "sample")}</dd>
        </div>
        <div>
          <dt>Expected duration</dt>
          <dd>{expectedMs === null ? "not known yet" : `about ${formatDuration(expectedMs)}`}</dd>
        </div>
      </dl>
      <p className="muted">You may leave this page: the run goes on, and its progress is shown here.</p>
      {start.error !== null && (
        <p className="form__fault" role="alert">
          {start.error.message}
        </p>
      )}
      <DialogFoot>
        <Button onClick={onClose}>Not now</Button>
        <Button look="primary" busy={start.isPending} onClick={() => start.mutate({ scope: "all" })}>
          Start
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
