import type { batches } from "../../database/schema/index.ts";
import type { Fault } from "../source.ts";
import type { EarlierFile } from "./earlier-file.ts";
import type { Ids } from "./ids.ts";
import { toBatch, type PlacedGroup } from "./measurements.ts";
import { pagesOf, type ImportedPage } from "./pages.ts";
import { readPeople, type ImportedUser } from "./people.ts";
import { readResults } from "./results.ts";
import { groupResults, type Group } from "./runs.ts";
import { readSites, type ImportedSite } from "./sites.ts";

/** Everything a file holds, put where it belongs, but for the measured values. */
export interface Arrangement {
  readonly users: readonly ImportedUser[];
  readonly usersWithoutAccess: number;
  readonly sites: readonly ImportedSite[];
  readonly pages: readonly ImportedPage[];
  readonly batches: readonly (typeof batches.$inferSelect)[];
  /** One measurement each, by time. */
  readonly groups: readonly PlacedGroup[];
  readonly faults: readonly Fault[];
  /** Results of devices that are no profile, by the device. */
  readonly otherDevices: ReadonlyMap<string, number>;
}

export function arrange(file: EarlierFile, ids: Ids, importedAt: Date): Arrangement {
  const people = readPeople(file, ids, importedAt);
  const { sites, faults } = readSites(file, ids, importedAt);
  const results = readResults(file, new Set(sites.map(({ oldId }) => oldId)));
  const groups = groupResults(results.aggregates, results.runs);
  const bySite = Map.groupBy(groups, ({ siteId }) => siteId);
  const pages = sites.flatMap((site) => pagesOf(site, bySite.get(site.oldId) ?? [], ids));
  const placed = placeGroups(groups, { sites, pages, ids });
  return {
    users: people.users,
    usersWithoutAccess: people.withoutAccess,
    sites,
    pages,
    batches: [...Map.groupBy(placed, ({ batchId }) => batchId).values()].map(toBatch),
    groups: placed,
    faults: [...people.faults, ...faults, ...results.faults],
    otherDevices: results.otherDevices,
  };
}

interface Places {
  readonly sites: readonly ImportedSite[];
  readonly pages: readonly ImportedPage[];
  readonly ids: Ids;
}

function placeGroups(groups: readonly Group[], { sites, pages, ids }: Places): readonly PlacedGroup[] {
  const siteIds = new Map(sites.map(({ oldId, row }) => [oldId, row.id]));
  const pageIds = new Map(pages.map((page) => [`${page.siteId} ${page.pageType}`, page.id]));
  const batchIds = nameBatches(groups, ids);
  return groups.map((group) => {
    const siteRowId = siteIds.get(group.siteId) ?? "";
    const pageId = pageIds.get(`${siteRowId} ${group.pageType}`) ?? "";
    return { ...group, siteRowId, pageId, batchId: batchIds.get(batchOf(group)) ?? "" };
  });
}

/** An id for each batch: its own where it has one and no other site has the same. */
function nameBatches(groups: readonly Group[], ids: Ids): ReadonlyMap<string, string> {
  const sitesByBatch = Map.groupBy(groups, ({ batch }) => batch);
  const isShared = (batch: string) => new Set(sitesByBatch.get(batch)?.map(({ siteId }) => siteId)).size > 1;
  return new Map(
    [...Map.groupBy(groups, batchOf)].map(([name, members]) => {
      const startedMs = members.reduce((earliest, group) => Math.min(earliest, group.startedMs), Infinity);
      const own = members[0]?.runs[0]?.batchId;
      const keepsOwn = own !== undefined && !isShared(`batch:${own}`);
      return [name, keepsOwn ? ids.keep("batch", own, startedMs) : ids.derive("batch", name, startedMs)];
    }),
  );
}

function batchOf({ siteId, batch }: Group): string {
  return `${siteId}/${batch}`;
}
