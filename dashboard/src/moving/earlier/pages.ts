import type { pages } from "../../database/schema/index.ts";
import type { Ids } from "./ids.ts";
import type { Group } from "./runs.ts";
import type { ImportedSite } from "./sites.ts";

export type ImportedPage = typeof pages.$inferSelect & { readonly pageType: string };

const labels: Readonly<Record<string, string>> = {
  homepage: "Home",
  category: "Category",
  product: "Product",
};
const types = Object.keys(labels);

/** A site's pages: those it names, and those that results stand for although it does not name them. */
export function pagesOf(site: ImportedSite, groups: readonly Group[], ids: Ids): readonly ImportedPage[] {
  const measured = new Set(groups.map(({ pageType }) => pageType));
  const named = { homepage: site.home, category: site.category, product: site.product };
  const wanted = types.filter((type) => named[type as keyof typeof named] !== null || measured.has(type));
  const others = [...measured].filter((type) => !types.includes(type)).sort();
  const taken = new Set<string>();
  return [...wanted, ...others].map((pageType, position) => {
    const known = named[pageType as keyof typeof named] ?? lastUrl(groups, pageType);
    const url = untaken(known ?? site.home, pageType, taken);
    return {
      pageType,
      id: ids.derive("page", `${site.oldId}/${pageType}`, site.row.createdAt.getTime()),
      siteId: site.row.id,
      url,
      label: labels[pageType] ?? pageType,
      position,
      // Nobody knows its address any more, so it cannot be measured again.
      enabled: known !== null,
      createdAt: site.row.createdAt,
    };
  });
}

/** Product pages were found anew each time; the last one stands for all. */
function lastUrl(groups: readonly Group[], pageType: string): string | null {
  const urls = groups.flatMap((group) =>
    group.pageType === pageType ? group.runs.map(({ pageUrl }) => pageUrl) : [],
  );
  const url = urls.findLast((text) => text !== null) ?? null;
  return url !== null && /^https?:/i.test(url) ? (URL.parse(url)?.href ?? null) : null;
}

/** A site has each URL once; a fragment, which no server sees, tells two pages of the same address apart. */
function untaken(url: string, pageType: string, taken: Set<string>): string {
  const free = taken.has(url) ? `${url}#${encodeURIComponent(pageType)}` : url;
  taken.add(free);
  return free;
}
