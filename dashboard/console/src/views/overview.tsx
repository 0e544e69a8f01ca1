import { useDeferredValue, useState } from "react";
import type { Overview as OverviewData } from "../../../src/api/shapes/overview.ts";
import { BatchProgress } from "../components/batch-progress.tsx";
import { Button, LinkButton } from "../components/button.tsx";
import { Empty } from "../components/empty.tsx";
import { Icon } from "../components/icon.tsx";
import { Loaded } from "../components/loaded.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { useMedia } from "../components/use-media.ts";
import { plural } from "../format/quantity.ts";
import { useOverview } from "../queries/overview.ts";
import { useMay } from "../queries/session.ts";
import { readOverviewState, writeOverviewState } from "../url-state/overview-state.ts";
import { useUrlState } from "../url-state/use-url-state.ts";
import { OverviewToolbar } from "./overview/overview-toolbar.tsx";
import { Portfolio } from "./overview/portfolio.tsx";
import { RunAll } from "./overview/run-all.tsx";
import { selectSites } from "./overview/select-sites.ts";
import { SiteCards } from "./overview/site-cards.tsx";
import { SiteTable } from "./overview/site-table.tsx";

const PHONE = "(max-width: 760px)";

export function Overview() {
  const overview = useOverview();
  const mayEdit = useMay("editor");
  return (
    <>
      <PageHead
        title="Overview"
        actions={
          mayEdit && (
            <>
              <LinkButton href="/sites/new" icon="plus">
                Add a site
              </LinkButton>
              {overview.data && <RunAll overview={overview.data} />}
            </>
          )
        }
      />
      <Loaded query={overview} skeleton={<SkeletonRows rows={9} label="The sites are loading" />}>
        {(data) => (data.sites.length === 0 ? <NoSites /> : <Sites overview={data} />)}
      </Loaded>
    </>
  );
}

function Sites({ overview }: { readonly overview: OverviewData }) {
  const isPhone = useMedia(PHONE);
  const [state, change] = useUrlState(readOverviewState, writeOverviewState);
  // Typing must not wait for hundreds of rows.
  const sites = selectSites(overview.sites, useDeferredValue(state));
  return (
    <>
      {overview.notice !== null && (
        <div className="banner banner--warn" role="status">
          <Icon name="alert" />
          <span>{overview.notice}</span>
          <LinkButton href="/queue">Look at the queue</LinkButton>
        </div>
      )}
      <AllProgress openId={overview.openAllBatchId} />
      <Portfolio overview={overview} />
      <OverviewToolbar state={state} onChange={change} sortable={isPhone} />
      <p role="status" className="visually-hidden">
        {plural(sites.length, "site")} shown
      </p>
      {sites.length === 0 && (
        <Empty title="No site matches">
          <Button onClick={() => change({ q: "", show: "all" })}>Show all sites</Button>
        </Empty>
      )}
      {sites.length > 0 && isPhone && <SiteCards sites={sites} state={state} />}
      {sites.length > 0 && !isPhone && <SiteTable sites={sites} state={state} onChange={change} />}
    </>
  );
}

/** The run of all sites, which stays to be seen after its end until it is closed. */
function AllProgress({ openId }: { readonly openId: string | null }) {
  const [seenId, setSeenId] = useState(openId);
  if (openId !== null && openId !== seenId) setSeenId(openId);
  const id = openId ?? seenId;
  return id === null ? null : <BatchProgress key={id} id={id} onClose={() => setSeenId(null)} />;
}

function NoSites() {
  const mayEdit = useMay("editor");
  return (
    <Empty title="No site yet">
      <p>
        Add the first site: its address is enough, pages are found from its sitemap. The first results come a
        minute later.
      </p>
      {mayEdit ? (
        <LinkButton href="/sites/new" look="primary" icon="plus">
          Add the first site
        </LinkButton>
      ) : (
        <p className="muted">Someone with the role Editor can add it.</p>
      )}
    </Empty>
  );
}
