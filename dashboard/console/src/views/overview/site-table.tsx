import { memo, type ReactNode } from "react";
import type { Profile } from "../../../../src/papers/metric.ts";
import type { OverviewSite } from "../../../../src/api/shapes/overview.ts";
import { ScoreChange } from "../../components/change.tsx";
import { Absent, MetricValue } from "../../components/metric-value.tsx";
import { Moment } from "../../components/moment.tsx";
import { SortHead, Table } from "../../components/table.tsx";
import { profileWords } from "../../format/words.ts";
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

interface SiteTableProps extends SitesProps {
  readonly onChange: (change: Partial<OverviewState>) => void;
}

/** Columns that stand under both rows of heads, and those that share one above. */
const alone: readonly SortColumn[] = ["name", "problems", "measured"];

export function SiteTable({ sites, state, onChange }: SiteTableProps) {
  const head = (column: SortColumn) => (
    <SortHead
      key={column}
      number={!alone.includes(column)}
      rowSpan={alone.includes(column) ? 2 : 1}
      direction={state.sort === column ? state.dir : null}
      onSort={() => onChange(nextSort(state, column))}
    >
      {columnLabels[column]}
    </SortHead>
  );
  const groups = (
    <>
      {head("name")}
      <GroupHead columns={2}>Score (lab)</GroupHead>
      <GroupHead columns={5}>{profileWords[state.profile]} (lab)</GroupHead>
      {head("problems")}
      {head("measured")}
    </>
  );
  const heads = (
    <>
      {sortColumns.filter((column) => !alone.includes(column)).map(head)}
      <th scope="col">30 days</th>
    </>
  );
  return (
    <div className="panel panel--flush sites">
      <Table label="Sites" groups={groups} head={heads}>
        {sites.map((site) => (
          <SiteRow key={site.id} site={site} profile={state.profile} />
        ))}
      </Table>
    </div>
  );
}

function GroupHead({ columns, children }: { readonly columns: number; readonly children: ReactNode }) {
  return (
    <th scope="colgroup" colSpan={columns} className="group">
      {children}
    </th>
  );
}

interface SiteRowProps {
  readonly site: OverviewSite;
  readonly profile: Profile;
}

const SiteRow = memo(function SiteRow({ site, profile }: SiteRowProps) {
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
});
