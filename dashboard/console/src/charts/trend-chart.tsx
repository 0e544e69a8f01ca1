import { useId, useMemo, useState } from "react";
import { describeMetric, type Metric } from "../../../src/papers/metric.ts";
import type { Trend } from "../../../src/api/shapes/measuring.ts";
import { summariseSeries } from "../../../src/judging/summarise-series.ts";
import { Button } from "../components/button.tsx";
import { MetricValue } from "../components/metric-value.tsx";
import type { BudgetLine } from "./budget-lines.ts";
import { PLOT_HEIGHT } from "./plot-layout.ts";
import { seriesOf } from "./series.ts";
import { TrendPlot } from "./trend-plot.tsx";
import { TrendTable } from "./trend-table.tsx";
import { useWidth } from "./use-width.ts";

interface TrendChartProps {
  readonly trend: Trend;
  readonly metric: Metric;
  readonly budgets: readonly BudgetLine[];
  readonly rangeWords: string;
}

/** One metric over time: as a chart, or the same as a table. */
export function TrendChart({ trend, metric, budgets, rangeWords }: TrendChartProps) {
  const titleId = useId();
  const [isTable, setTable] = useState(false);
  const [box, width] = useWidth<HTMLDivElement>();
  const points = useMemo(() => seriesOf(trend, metric), [trend, metric]);
  const { profile } = trend;
  const summary = useMemo(
    () =>
      summariseSeries({ metric, profile, period: rangeWords, values: points.map(({ median }) => median) }),
    [metric, profile, rangeWords, points],
  );
  return (
    <section className="panel chart" aria-labelledby={titleId}>
      <div className="chart__head">
        <h3 id={titleId}>
          {describeMetric(metric).label} <span className="chart__lab">lab</span>
        </h3>
        <MetricValue metric={metric} profile={profile} value={points.at(-1)?.median} />
        <Switch metric={metric} isTable={isTable} onSwitch={() => setTable(!isTable)} />
      </div>
      <p className="chart__summary">{summary}</p>
      <div ref={box} className="chart__box" style={{ minHeight: PLOT_HEIGHT }}>
        {points.length === 0 && <p className="chart__none">No value in this range</p>}
        {points.length > 0 && isTable && <TrendTable points={points} metric={metric} profile={profile} />}
        {points.length > 0 && !isTable && width > 0 && (
          <TrendPlot {...{ trend, metric, points, budgets, summary, width }} />
        )}
      </div>
    </section>
  );
}

interface SwitchProps {
  readonly metric: Metric;
  readonly isTable: boolean;
  readonly onSwitch: () => void;
}

function Switch({ metric, isTable, onSwitch }: SwitchProps) {
  return (
    <Button look="quiet" icon={isTable ? "chart" : "table"} onClick={onSwitch}>
      <span className="chart__switch">{isTable ? "Show as chart" : "Show as table"}</span>
      <span className="visually-hidden">: {describeMetric(metric).label}</span>
    </Button>
  );
}
