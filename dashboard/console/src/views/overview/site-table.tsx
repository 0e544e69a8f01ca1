import type { OverviewSite } from "../../../../src/api/shapes/overview.ts";
import { ScoreChange } from "../../components/change.tsx";
import { Absent, MetricValue } from "../../components/metric-value.tsx";
import { Moment } from "../../components/moment.tsx";
import { SortHead, Table } from "../../components/table.tsx";
import { Sparkline } from "../../charts/sparkline.tsx";
import {
  nextSort,
  sortColumns,
  type OverviewState,
  type SortColumn,
} from "../../url-state/overview-state.ts";
import { columnLabels, overviewMetrics } from "./columns.ts";
import { Problems } from "./problems.tsx";
import { lastMeasured, standOf } from "./select-sites.ts";
import { SiteName } from "./site-name.tsx";

export interface SitesProps {
  readonly sites: readonly OverviewSite[];
  readonly state: OverviewState;
}

export function SiteTable({
  sites,
  state,
  onChange,
}: SitesProps & { readonly onChange: (change: Partial<OverviewState>) => void }) {
  const labels = columnLabels(state);
  const head = (column: SortColumn) => (
    <SortHead
      key={column}
      number={column !== "name" && column !== "problems" && column !== "measured"}
      direction={state.sort === column ? state.dir : null}
      onSort={() => onChange(nextSort(state, column))}
    >
      {labels[column]}
    </SortHead>
  );
  const before = sortColumns.slice(0, sortColumns.indexOf("change") + 1);
  const after = sortColumns.slice(before.length);
  return (
    <div className="panel panel--flush">
      <Table
        label="Sites"
        head={
          <>
            {before.map(head)}
            <th scope="col">30 days</th>
            {after.map(head)}
          </>
        }
      >
        {sites.map((site) => (
          <SiteRow key={site.id} site={site} state={state} />
        ))}
      </Table>
    </div>
  );
}

function SiteRow({
  site,
  state: { profile },
}: {
  readonly site: OverviewSite;
  readonly state: OverviewState;
}) {
  const stand = standOf(site, profile);
  const measuredAt = lastMeasured(site);
  return (
    <tr>
      <th scope="row">
        <SiteName site={site} />
      </th>
      {(["mobile", "desktop"] as const).map((of) => (
        <td key={of} className="number">
          <MetricValue
            metric="performance"
            profile={of}
            value={standOf(site, of)?.values.performance}
            large
          />
        </td>
      ))}
      {overviewMetrics.map((metric) => (
        <td key={metric} className="number">
          <MetricValue metric={metric} profile={profile} value={stand?.values[metric]} />
        </td>
      ))}
      <td className="number">
        <ScoreChange change={stand?.scoreChange ?? null} />
      </td>
      <td>{stand !== undefined && <Sparkline values={stand.sparkline} label={`Score, ${profile}`} />}</td>
      <td>
        <Problems site={site} />
      </td>
      <td className="nowrap">{measuredAt === null ? <Absent /> : <Moment at={measuredAt} />}</td>
    </tr>
  );
}
