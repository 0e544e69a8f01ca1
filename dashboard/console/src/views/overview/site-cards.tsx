import type { OverviewSite } from "../../../../src/api/shapes/overview.ts";
import { describeMetric, profiles } from "../../../../src/papers/metric.ts";
import { ScoreChange } from "../../components/change.tsx";
import { MetricValue } from "../../components/metric-value.tsx";
import { Moment } from "../../components/moment.tsx";
import { Sparkline } from "../../charts/sparkline.tsx";
import { profileWords } from "../../format/words.ts";
import type { OverviewState } from "../../url-state/overview-state.ts";
import { overviewMetrics } from "./columns.ts";
import { Problems } from "./problems.tsx";
import { lastMeasured, standOf } from "./select-sites.ts";
import { SiteName } from "./site-name.tsx";
import type { SitesProps } from "./site-table.tsx";

/** The overview on a phone. */
export function SiteCards({ sites, state }: SitesProps) {
  return (
    <ul className="cards" aria-label="Sites">
      {sites.map((site) => (
        <li key={site.id} className="panel card">
          <SiteName site={site} />
          <Scores site={site} />
          <Metrics site={site} state={state} />
          <Foot site={site} />
        </li>
      ))}
    </ul>
  );
}

function Scores({ site }: { readonly site: OverviewSite }) {
  return (
    <dl className="card__scores">
      {profiles.map((profile) => {
        const stand = standOf(site, profile);
        return (
          <div key={profile}>
            <dt>{profileWords[profile]}</dt>
            <dd>
              <MetricValue metric="performance" profile={profile} value={stand?.values.performance} large />
              {stand !== undefined && <ScoreChange change={stand.scoreChange} />}
            </dd>
            {stand !== undefined && (
              <dd>
                <Sparkline values={stand.sparkline} label={`Score, ${profile}`} />
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

interface MetricsProps {
  readonly site: OverviewSite;
  readonly state: OverviewState;
}

function Metrics({ site, state: { profile } }: MetricsProps) {
  const stand = standOf(site, profile);
  return (
    <div>
      <p className="card__caption">{profileWords[profile]} (lab)</p>
      <dl className="card__metrics">
        {overviewMetrics.map((metric) => (
          <div key={metric}>
            <dt>{describeMetric(metric).short}</dt>
            <dd>
              <MetricValue metric={metric} profile={profile} value={stand?.values[metric]} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Foot({ site }: { readonly site: OverviewSite }) {
  const measuredAt = lastMeasured(site);
  return (
    <div className="card__foot">
      <Problems site={site} />
      <span className="muted">{measuredAt === null ? "Not measured yet" : <Moment at={measuredAt} />}</span>
    </div>
  );
}
