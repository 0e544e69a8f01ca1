import { useState } from "react";
import { profiles } from "../../../src/papers/metric.ts";
import type { Site } from "../../../src/api/shapes/sites.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { BatchProgress } from "../components/batch-progress.tsx";
import { ExternalLink } from "../components/external-link.tsx";
import { Loaded } from "../components/loaded.tsx";
import { Moment } from "../components/moment.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SkeletonBoxes } from "../components/skeleton.tsx";
import { Tag } from "../components/tag.tsx";
import { hostOf } from "../format/words.ts";
import { useStartBatch } from "../queries/batches.ts";
import { useAnomalies, useBudgets } from "../queries/budgets.ts";
import { useOverview } from "../queries/overview.ts";
import { useMay } from "../queries/session.ts";
import { useSite } from "../queries/sites.ts";
import { readTrendState, writeTrendState, type TrendState } from "../url-state/trend-state.ts";
import { useUrlState } from "../url-state/use-url-state.ts";
import { OpenProblems } from "./site/open-problems.tsx";
import { RecentMeasurements } from "./site/recent-measurements.tsx";
import { SiteToolbar } from "./site/site-toolbar.tsx";
import { Trends } from "./site/trends.tsx";

export default function SiteView({ id }: { readonly id: string }) {
  const site = useSite(id);
  const isSettled = useSettled();
  return (
    <>
      <PageHead
        title={site.data?.name ?? (site.error ? "Site" : null)}
        below={site.data && <Facts site={site.data} />}
        actions={site.data && <Actions site={site.data} />}
      />
      <Loaded query={site} skeleton={<SkeletonBoxes count={4} kind="chart" />}>
        {(data) => (isSettled ? <SiteBody site={data} /> : <SkeletonBoxes count={4} kind="chart" />)}
      </Loaded>
    </>
  );
}

/** Whether all that may stand above the charts is known: what comes later would push them down under the reader. */
function useSettled(): boolean {
  const above = [useOverview(), useAnomalies("open"), useBudgets()];
  return above.every(({ isPending }) => !isPending);
}

function Facts({ site: { origin, enabled, schedule } }: { readonly site: Site }) {
  const next = schedule.nextAt[0];
  return (
    <>
      <ExternalLink href={origin}>{hostOf(origin)}</ExternalLink>
      {!enabled && <Tag tone="neutral">Paused</Tag>}
      {enabled && next !== undefined && (
        <span>
          Next on schedule <Moment at={next} />
        </span>
      )}
      {enabled && next === undefined && <span>No schedule</span>}
    </>
  );
}

function Actions({ site }: { readonly site: Site }) {
  const start = useStartBatch();
  if (!useMay("editor")) return null;
  return (
    <>
      <LinkButton href={`/sites/${site.id}/settings`} icon="settings">
        Site settings
      </LinkButton>
      <Button
        look="primary"
        icon="play"
        busy={start.isPending}
        onClick={() => start.mutate({ scope: "site", siteId: site.id })}
      >
        Measure now
      </Button>
    </>
  );
}

function SiteBody({ site }: { readonly site: Site }) {
  const [state, change] = useUrlState(readTrendState, writeTrendState);
  const shown = resolveShown(site, state);
  return (
    <>
      <SiteProgress siteId={site.id} />
      <OpenProblems siteId={site.id} />
      <SiteToolbar site={site} shown={shown} onChange={change} />
      {shown.pageId !== null && (
        <>
          <Trends siteId={site.id} pageId={shown.pageId} profile={shown.profile} range={shown.range} />
          <RecentMeasurements
            key={shown.pageId + shown.profile}
            pageId={shown.pageId}
            profile={shown.profile}
          />
        </>
      )}
    </>
  );
}

/** What is shown of a site when the address does not say, or says what is not there (any more). */
export function resolveShown({ pages, profiles: own }: Pick<Site, "pages" | "profiles">, state: TrendState) {
  const page = pages.find(({ id }) => id === state.page) ?? pages.find(({ enabled }) => enabled) ?? pages[0];
  const profile = own.find((name) => name === state.profile) ?? own[0] ?? profiles[0];
  return { pageId: page?.id ?? null, profile, range: state.range };
}

/** The batch that measures the site now; it stays until it is closed. */
function SiteProgress({ siteId }: { readonly siteId: string }) {
  const openId = useOverview().data?.sites.find(({ id }) => id === siteId)?.openBatch?.id ?? null;
  const [seenId, setSeenId] = useState(openId);
  if (openId !== null && openId !== seenId) setSeenId(openId);
  const id = openId ?? seenId;
  return id === null ? null : <BatchProgress key={id} id={id} onClose={() => setSeenId(null)} />;
}
