import { Link } from "wouter";
import { describeMetric, type Metric } from "../../../../src/papers/metric.ts";
import type { Trend } from "../../../../src/api/shapes/measuring.ts";
import { MetricValue } from "../../components/metric-value.tsx";
import { Moment } from "../../components/moment.tsx";
import { Tag } from "../../components/tag.tsx";

const shown: readonly Metric[] = [
  "performance",
  "accessibility",
  "best-practices",
  "seo",
  "lcp",
  "cls",
  "tbt",
];

/** The newest measurement in numbers. */
export function LatestTiles({ trend }: { readonly trend: Trend }) {
  const latest = trend.points.at(-1);
  if (latest === undefined) return null;
  return (
    <section className="panel latest" aria-label="Newest measurement">
      <p className="latest__when">
        <Link href={`/measurements/${latest.measurementId}`}>Newest measurement</Link>,{" "}
        <Moment at={latest.at} /> {latest.noisy && <Tag tone="average">Noisy</Tag>}
      </p>
      <dl className="latest__values">
        {shown.map((metric) => (
          <div key={metric}>
            <dt title={describeMetric(metric).label}>{describeMetric(metric).short}</dt>
            <dd>
              <MetricValue
                metric={metric}
                profile={trend.profile}
                value={latest.values[metric]?.median}
                large
              />
            </dd>
          </div>
        ))}
      </dl>
      <p className="latest__lab muted">
        Lab values: measured here, under a fixed network and CPU, not by visitors.
      </p>
    </section>
  );
}
