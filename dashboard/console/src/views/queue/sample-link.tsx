import { Link } from "wouter";
import type { Queue } from "../../../../src/api/shapes/operating.ts";

type QueuedSample = NonNullable<Queue["workers"][number]["sample"]>;

/** Which sample it is, and the way to its measurement. */
export function SampleLink({ sample }: { readonly sample: QueuedSample }) {
  const { site, page, profile, index, attempt, measurementId } = sample;
  return (
    <>
      <Link href={`/measurements/${measurementId}`}>
        {site}, {page}
      </Link>
      <div className="cell-detail">
        {profile}, sample {index + 1}
        {attempt > 1 && `, try ${attempt}`}
      </div>
    </>
  );
}
