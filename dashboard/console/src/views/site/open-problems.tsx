import { Link } from "wouter";
import { describeMetric } from "../../../../src/papers/metric.ts";
import type { Budget } from "../../../../src/api/shapes/judging.ts";
import { AnomalyItem } from "../../components/anomaly-item.tsx";
import { Moment } from "../../components/moment.tsx";
import { Panel } from "../../components/panel.tsx";
import { BudgetTag } from "../../components/state-tags.tsx";
import { useAnomalies, useBudgets } from "../../queries/budgets.ts";

/** What is wrong with a site now: unusual changes, and budgets that are not met. Nothing, if nothing is. */
export function OpenProblems({ siteId }: { readonly siteId: string }) {
  const anomalies = (useAnomalies("open").data ?? []).filter(({ site }) => site.id === siteId);
  const broken = (useBudgets().data ?? [])
    .filter((budget) => budget.siteId === siteId)
    .flatMap((budget) => budget.series.filter(isBroken).map((series) => ({ budget, series })));
  if (anomalies.length + broken.length === 0) return null;
  return (
    <Panel title="Open problems">
      <ul className="problems">
        {anomalies.map((anomaly) => (
          <AnomalyItem key={anomaly.id} anomaly={anomaly} />
        ))}
        {broken.map(({ budget, series }) => (
          <li key={budget.id + series.page.id + series.profile}>
            <BudgetTag state={series.state} />
            <div className="problems__text">
              <p>{series.sentence}</p>
              <p className="muted">
                {describeMetric(budget.metric).short} on {series.page.label}, {series.profile}, since{" "}
                <Moment at={series.since} /> ·{" "}
                <Link href={`/measurements/${series.measurementId}`}>Measurement</Link>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function isBroken({ state }: Budget["series"][number]): boolean {
  return state === "warn" || state === "fail";
}
