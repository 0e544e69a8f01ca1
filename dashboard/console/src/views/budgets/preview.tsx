import type { Metric } from "../../../../src/papers/metric.ts";
import { formatValue } from "../../../../src/judging/format-value.ts";
import { Distribution } from "../../charts/distribution.tsx";
import { plural } from "../../format/quantity.ts";
import { useBudgetPreview } from "../../queries/budgets.ts";
import type { BudgetPreviewQuery } from "../../api.ts";
import { countMet, type Limits } from "./judge-limits.ts";

interface PreviewProps {
  readonly query: BudgetPreviewQuery | null;
  readonly metric: Metric;
  readonly limits: Limits;
}

/** How the newest measurements stand to the limits one is choosing. */
export function Preview({ query, metric, limits }: PreviewProps) {
  const preview = useBudgetPreview(query);
  const values = preview.data?.values ?? [];
  return (
    <div className="preview" aria-busy={preview.isFetching}>
      <h3>The newest measurements</h3>
      {preview.error !== null && <p className="field__fault">{preview.error.message}</p>}
      {preview.isSuccess && values.length === 0 && <p className="muted">None has this metric yet.</p>}
      {values.length > 0 && <Distribution values={values} limits={limits} metric={metric} />}
      <ul className="preview__sentences" aria-live="polite">
        {values.length > 0 && sentences(metric, values, limits).map((text) => <li key={text}>{text}</li>)}
      </ul>
    </div>
  );
}

/** "Fails at 2.4 s: met by 27 of the last 30". */
function sentences(metric: Metric, values: readonly number[], { warn, fail }: Limits): readonly string[] {
  const sentence = (words: string, limit: number | null) =>
    limit === null || Number.isNaN(limit)
      ? []
      : [
          `${words} ${formatValue(metric, limit)}: met by ${countMet(metric, values, limit)} of the last ${values.length}`,
        ];
  const chosen = [...sentence("Warning at", warn), ...sentence("Exceeded at", fail)];
  return chosen.length > 0
    ? chosen
    : [`${plural(values.length, "measurement")}; choose a limit to see how many meet it`];
}
