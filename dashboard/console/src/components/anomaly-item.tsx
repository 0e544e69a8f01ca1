import { Link } from "wouter";
import { describeMetric } from "../../../src/papers/metric.ts";
import type { Anomaly } from "../../../src/api/shapes/judging.ts";
import { useDismissAnomaly } from "../queries/budgets.ts";
import { useMay } from "../queries/session.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { Moment } from "./moment.tsx";
import { AnomalyTag } from "./state-tags.tsx";

interface AnomalyItemProps {
  readonly anomaly: Anomaly;
  /** Whether the site must be named. */
  readonly named?: boolean;
}

/** An unusual change, and for editors the way to say that it is none. */
export function AnomalyItem({ anomaly, named = false }: AnomalyItemProps) {
  const { state, sentence, metric, site, page, profile, measurementId, createdAt } = anomaly;
  return (
    <li>
      <AnomalyTag state={state} />
      <div className="problems__text">
        <p>{sentence}</p>
        <p className="muted">
          {named && (
            <>
              <Link href={`/sites/${site.id}?page=${page.id}&profile=${profile}`}>{site.name}</Link>,{" "}
            </>
          )}
          {describeMetric(metric).short} on {page.label}, {profile}, <Moment at={createdAt} /> ·{" "}
          <Link href={`/measurements/${measurementId}`}>Measurement</Link>
        </p>
      </div>
      {(state === "suspected" || state === "confirmed") && <Dismiss anomaly={anomaly} />}
    </li>
  );
}

function Dismiss({ anomaly }: { readonly anomaly: Anomaly }) {
  const dismiss = useDismissAnomaly();
  if (!useMay("editor")) return null;
  return (
    <ConfirmButton
      title="Dismiss this change?"
      text="It no longer counts as a problem, and nobody is told when it recovers."
      action="Dismiss"
      busy={dismiss.isPending}
      onConfirm={() => dismiss.mutate(anomaly.id)}
    >
      Dismiss
    </ConfirmButton>
  );
}
