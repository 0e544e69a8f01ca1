import { Link } from "wouter";
import type { Site } from "../../../src/api/shapes/sites.ts";
import { LinkButton } from "../components/button.tsx";
import { Loaded } from "../components/loaded.tsx";
import { NotAllowed } from "../components/not-allowed.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { SkeletonRows } from "../components/skeleton.tsx";
import { plural } from "../format/quantity.ts";
import { useBudgets } from "../queries/budgets.ts";
import { useMay } from "../queries/session.ts";
import { useSite } from "../queries/sites.ts";
import { DeleteSite } from "./site-settings/delete-site.tsx";
import { GeneralForm } from "./site-settings/general-form.tsx";
import { HeadersForm } from "./site-settings/headers-form.tsx";
import { Markers } from "./site-settings/markers.tsx";
import { Pages } from "./site-settings/pages.tsx";
import { ScheduleForm } from "./site-settings/schedule-form.tsx";

export default function SiteSettings({ id }: { readonly id: string }) {
  const site = useSite(id);
  const mayEdit = useMay("editor");
  const { data } = site;
  return (
    <>
      <PageHead
        title={data ? `Settings of ${data.name}` : site.error ? "Site settings" : null}
        above={data && <Link href={`/sites/${id}`}>{data.name}</Link>}
      />
      {mayEdit ? (
        <Loaded query={site} skeleton={<SkeletonRows rows={10} />}>
          {(loaded) => <SiteSettingsBody site={loaded} />}
        </Loaded>
      ) : (
        <NotAllowed needs="editor" />
      )}
    </>
  );
}

function SiteSettingsBody({ site }: { readonly site: Site }) {
  const isAdmin = useMay("admin");
  return (
    <>
      <GeneralForm site={site} />
      <Pages site={site} />
      <ScheduleForm site={site} />
      <HeadersForm site={site} />
      <BudgetsOfSite siteId={site.id} />
      <Markers siteId={site.id} />
      {isAdmin && <DeleteSite site={site} />}
    </>
  );
}

function BudgetsOfSite({ siteId }: { readonly siteId: string }) {
  const budgets = useBudgets().data?.filter((budget) => budget.siteId === siteId);
  return (
    <Panel
      title="Budgets"
      actions={<LinkButton href={`/budgets?site=${siteId}`}>Budgets of this site</LinkButton>}
    >
      <p className="muted">
        {budgets === undefined
          ? "Limits the site should keep"
          : `${plural(budgets.length, "limit")} the site should keep`}
      </p>
    </Panel>
  );
}
