import { useMemo, useState } from "react";
import { metrics, type Metric, type Profile } from "../../../../src/papers/metric.ts";
import type { Trend } from "../../../../src/api/shapes/measuring.ts";
import { trendCsvAddress } from "../../api.ts";
import { budgetLinesOf, type BudgetLine } from "../../charts/budget-lines.ts";
import { TrendChart } from "../../charts/trend-chart.tsx";
import { Button } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";
import { ExternalLink } from "../../components/external-link.tsx";
import { Icon } from "../../components/icon.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { SkeletonBoxes } from "../../components/skeleton.tsx";
import { plural } from "../../format/quantity.ts";
import { useBudgets } from "../../queries/budgets.ts";
import { useMeasurements, useTrend } from "../../queries/measurements.ts";
import { describeRange, type Range } from "../../url-state/range.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { LatestTiles } from "./latest-tiles.tsx";

/** The charts one looks at first; all others are a click away. */
const first: readonly Metric[] = [
  "performance",
  "lcp",
  "cls",
  "tbt",
  "fcp",
  "ttfb",
  "bytes-total",
  "requests",
];
const others = metrics.filter((metric) => !first.includes(metric));

interface TrendsProps {
  readonly siteId: string;
  readonly pageId: string;
  readonly profile: Profile;
  readonly range: Range;
}

export function Trends(props: TrendsProps) {
  const trend = useTrend(props.pageId, props.profile, props.range);
  return (
    <Loaded query={trend} skeleton={<SkeletonBoxes count={6} kind="chart" />}>
      {(data) => (
        <div className={trend.isPlaceholderData ? "renewing" : undefined}>
          <TrendBody trend={data} {...props} />
        </div>
      )}
    </Loaded>
  );
}

function TrendBody({ trend, siteId, range }: TrendsProps & { readonly trend: Trend }) {
  const [isAll, setAll] = useState(false);
  const lines = useBudgetLines(siteId, trend);
  const { words } = describeRange(range);
  if (trend.points.length === 0 && trend.gaps.length === 0) {
    return <NothingMeasured trend={trend} words={words} />;
  }
  return (
    <>
      <h2 className="visually-hidden">Trends</h2>
      <LatestTiles trend={trend} />
      <TrendsHead trend={trend} />
      <ChartLegend trend={trend} />
      <div className="charts">
        {(isAll ? [...first, ...others] : first).map((metric) => (
          <TrendChart key={metric} trend={trend} metric={metric} budgets={lines(metric)} rangeWords={words} />
        ))}
      </div>
      <div className="centre">
        <Button aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? "Show fewer metrics" : `Show ${others.length} more metrics`}
        </Button>
      </div>
    </>
  );
}

function NothingMeasured({ trend, words }: { readonly trend: Trend; readonly words: string }) {
  const newest = useMeasurements(trend.page.id, trend.profile).data?.[0];
  if (newest?.state === "open") {
    return (
      <Empty title="The first result is on its way">
        <p>It appears here by itself.</p>
      </Empty>
    );
  }
  return (
    <Empty title={`Nothing was measured in the last ${words}`}>
      <p>Measure the site now, or look further back.</p>
    </Empty>
  );
}

function TrendsHead({ trend }: { readonly trend: Trend }) {
  const { points, gaps, page } = trend;
  return (
    <div className="trends__head">
      <p className="muted">
        {plural(points.length, "measurement")} of <ExternalLink href={page.url}>{page.url}</ExternalLink>
        {gaps.length > 0 && `, ${gaps.length} more without a result`}
      </p>
      <a className="button button--plain" href={trendCsvAddress(trend)} download>
        <Icon name="download" />
        CSV
      </a>
    </div>
  );
}

/** The budget lines by metric; the same arrays as long as nothing changes, so that charts are not drawn anew. */
function useBudgetLines(siteId: string, { page, profile }: Trend): (metric: Metric) => readonly BudgetLine[] {
  const budgets = useBudgets().data;
  return useMemo(() => {
    const series = (metric: Metric) => ({ siteId, pageId: page.id, profile, metric });
    const byMetric = new Map(metrics.map((metric) => [metric, budgetLinesOf(budgets ?? [], series(metric))]));
    return (metric) => byMetric.get(metric) ?? [];
  }, [budgets, siteId, page.id, profile]);
}
