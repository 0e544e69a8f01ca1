import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { describeMetric, isMetric } from "../../../../src/papers/metric.ts";

type FailedAudit = NonNullable<Measurement["details"]>["failedAudits"][number];

/** What accessibility, best practices and SEO lost points for, by category. */
export function FailedAudits({ rows }: { readonly rows: readonly FailedAudit[] }) {
  const byCategory = Map.groupBy(rows, ({ category }) => category);
  return (
    <Panel title="Failed audits">
      {rows.length === 0 && <Empty title="None" />}
      <div className="audits">
        {[...byCategory].map(([category, audits]) => (
          <div key={category}>
            <h3>{isMetric(category) ? describeMetric(category).label : category}</h3>
            <ul>
              {audits.map(({ id, title }) => (
                <li key={id}>{title}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Panel>
  );
}
