import { Link } from "wouter";
import type { OverviewSite } from "../../../../src/api/shapes/overview.ts";
import { Progress } from "../../components/progress.tsx";
import { Tag } from "../../components/tag.tsx";
import { plural } from "../../format/quantity.ts";
import { hostOf } from "../../format/words.ts";

/** The name of a site, with what is going on there. */
export function SiteName({ site }: { readonly site: OverviewSite }) {
  const { id, name, origin, pages, enabled, openBatch } = site;
  return (
    <div className="site-name">
      <Link href={`/sites/${id}`} className="site-name__link">
        {name}
      </Link>
      <span className="site-name__detail">
        {hostOf(origin)} · {plural(pages, "page")}
      </span>
      {!enabled && <Tag tone="neutral">Paused</Tag>}
      {openBatch !== null && (
        <Progress done={openBatch.done} total={openBatch.total} label={`Samples of ${name}`} />
      )}
    </div>
  );
}
