import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Progress } from "../../components/progress.tsx";

/** What came of it, in a sentence; while it runs, how far it is. */
export function Verdict({ measurement }: { readonly measurement: Measurement }) {
  const { verdict, state, samples, samplesWanted, failure } = measurement;
  const done = samples.filter(({ state: of }) => of === "done").length;
  return (
    <section className="panel verdict" aria-label="Verdict">
      <p className="verdict__sentence">{verdict}</p>
      {failure !== null && failure !== verdict && <p className="muted">{failure}</p>}
      {state === "open" && (
        <Progress
          done={done}
          total={Math.max(samplesWanted, samples.length)}
          label="Samples of this measurement"
        />
      )}
    </section>
  );
}
