import { useState } from "react";
import type { CleanUpReport, Queue } from "../../../src/api/shapes/operating.ts";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { Loaded } from "../components/loaded.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SkeletonBoxes } from "../components/skeleton.tsx";
import { useCleanUp, useQueue } from "../queries/queue.ts";
import { useMay } from "../queries/session.ts";
import { Batches } from "./queue/batches.tsx";
import { CleanUpReportDialog } from "./queue/clean-up-report.tsx";
import { DeadSamples } from "./queue/dead-samples.tsx";
import { RunningSamples, WaitingSamples } from "./queue/open-samples.tsx";
import { Schedules } from "./queue/schedules.tsx";
import { Ticks } from "./queue/ticks.tsx";
import { Workers } from "./queue/workers.tsx";

export default function QueueView() {
  const queue = useQueue();
  return (
    <>
      <PageHead title="Queue and schedules" actions={<CleanUp />} />
      <Loaded query={queue} skeleton={<SkeletonBoxes count={5} kind="tile" />}>
        {(data) => <QueueBody queue={data} />}
      </Loaded>
      <Batches />
      <Schedules />
      <Ticks />
    </>
  );
}

function QueueBody({ queue }: { readonly queue: Queue }) {
  return (
    <>
      <Transport transport={queue.transport} />
      <Counts counts={queue.counts} />
      <Workers workers={queue.workers} />
      {queue.dead.length > 0 && <DeadSamples samples={queue.dead} />}
      <RunningSamples samples={queue.running} />
      <WaitingSamples samples={queue.waiting} total={queue.counts.queued} />
    </>
  );
}

function Transport({ transport: { kind, ok, message } }: Pick<Queue, "transport">) {
  const name = kind === "redis" ? "Redis" : "PostgreSQL";
  if (ok) return <p className="muted queue__transport">The queue runs on {name} and answers.</p>;
  return (
    <div className="banner banner--warn" role="status">
      <Icon name="alert" />
      <span>
        The queue on {name} does not answer{message === null ? "." : `: ${message}`} Tests are still accepted,
        and run once it is back.
      </span>
    </div>
  );
}

const tiles = [
  ["running", "Running"],
  ["queued", "Waiting"],
  ["retrying", "Waiting for another try"],
  ["dead", "Given up"],
  ["doneToday", "Done today"],
] as const;

function Counts({ counts }: Pick<Queue, "counts">) {
  return (
    <dl className="tiles">
      {tiles.map(([name, words]) => (
        <div key={name} className="panel tile">
          <dt>{words}</dt>
          <dd>{counts[name].toLocaleString("en")}</dd>
        </div>
      ))}
    </dl>
  );
}

function CleanUp() {
  const [report, setReport] = useState<CleanUpReport | null>(null);
  const cleanUp = useCleanUp(setReport);
  if (!useMay("editor")) return null;
  return (
    <>
      <Button busy={cleanUp.isPending} onClick={() => cleanUp.mutate(undefined)}>
        Clean up now
      </Button>
      {report !== null && <CleanUpReportDialog report={report} onClose={() => setReport(null)} />}
    </>
  );
}
