import { Link } from "wouter";
import type { Budget } from "../../../../src/api/shapes/judging.ts";
import { Moment } from "../../components/moment.tsx";
import { BudgetTag } from "../../components/state-tags.tsx";

/** How each series of a budget stands, and since when. */
export function BudgetSeries({ budget: { series } }: { readonly budget: Budget }) {
  if (series.length === 0) return <p className="muted">Nothing was measured since it was added.</p>;
  return (
    <ul className="problems">
      {series.map(({ page, profile, state, since, sentence, measurementId }) => (
        <li key={page.id + profile}>
          <BudgetTag state={state} />
          <div className="problems__text">
            <p>{sentence}</p>
            <p className="muted">
              {page.label}, {profile}, since <Moment at={since} /> ·{" "}
              <Link href={`/measurements/${measurementId}`}>Measurement</Link>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
