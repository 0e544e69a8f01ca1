import type { AddressPolicy } from "../access/address-policy.ts";
import { Failure, messageOf } from "../base/failure.ts";
import { groupRoutes, type RoutedPage } from "./group-routes.ts";
import { readLinks } from "./read-links.ts";
import { readSitemaps, type FoundSitemap } from "./read-sitemaps.ts";
import { createSiteReader, type ReadFile, type SiteReader } from "./site-reader.ts";

const LISTED_LIMIT = 200;
// Of a larger site the rest is counted, but not looked at.
const KEPT_LIMIT = 50_000;
const URL_LIMIT = 2_000;

const otherThanPages =
  /\.(avif|css|csv|docx?|gif|gz|ico|jpe?g|js|json|mp[34]|pdf|png|pptx?|svg|txt|webm|webp|xlsx?|xml|zip)$/i;

export interface FoundPages {
  /** null: the site has none. */
  readonly sitemap: string | null;
  readonly total: number;
  /** At most 200, of each route some. */
  readonly pages: RoutedPage[];
}

/**
 * The pages of the site this address belongs to: of its sitemap, else those its page links to. Throws a Failure whose
 * message is for people when the page cannot be had.
 */
export async function findPages(url: string, policy: AddressPolicy): Promise<FoundPages> {
  const read = createSiteReader(policy);
  const page = await readPage(url, read);
  const origin = chooseOrigin(url, page.finalUrl);
  const isThere = page.status < 400;
  const itself = isThere && new URL(page.finalUrl).origin === origin ? page.finalUrl : url;
  const found = await findSitemap(origin, read);
  if (found !== null) {
    const { total, kept } = keepPages([...(isThere ? [itself] : []), ...found.locations], origin);
    return { sitemap: found.address, total, pages: choosePages(kept) };
  }
  if (!isThere) throw new Failure("PAGE_UNREACHABLE", `${url} answers with status ${page.status}`);
  const links = page.contentType === "text/html" ? readLinks(page.text, page.finalUrl) : [];
  const { total, kept } = keepPages([itself, ...links], origin);
  return { sitemap: null, total, pages: choosePages(kept) };
}

async function readPage(url: string, read: SiteReader): Promise<ReadFile> {
  try {
    return await read(url, "cut");
  } catch (cause) {
    throw new Failure("PAGE_UNREACHABLE", `${url} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/** A site may move its address to https or to www; a redirect to another site (a sign-in, say) is not followed. */
function chooseOrigin(asked: string, answered: string): string {
  const [from, to] = [new URL(asked), new URL(answered)];
  const bare = ({ hostname }: URL) => hostname.replace(/^www\./, "");
  return bare(from) === bare(to) ? to.origin : from.origin;
}

/** The first place that lists pages of this site. */
async function findSitemap(origin: string, read: SiteReader): Promise<FoundSitemap | null> {
  const places = [await readRobots(origin, read), [`${origin}/sitemap.xml`], [`${origin}/sitemap_index.xml`]];
  for (const place of places) {
    const found = await readSitemaps(place, read);
    if (found?.locations.some((location) => normalisePage(location, origin) !== null) === true) return found;
  }
  return null;
}

/** The `Sitemap:` lines of robots.txt (https://www.rfc-editor.org/rfc/rfc9309#section-2.2.4). */
async function readRobots(origin: string, read: SiteReader): Promise<readonly string[]> {
  const robots = await read(`${origin}/robots.txt`, "cut").catch(() => null);
  if (robots?.status !== 200) return [];
  const lines = robots.text.matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S+)/gim);
  return [...lines].flatMap(([, address = ""]) =>
    URL.canParse(address, origin) ? [new URL(address, origin).href] : [],
  );
}

function keepPages(locations: readonly string[], origin: string): { total: number; kept: readonly string[] } {
  const kept = new Set<string>();
  let beyond = 0;
  for (const location of locations) {
    const page = normalisePage(location, origin);
    if (page === null || kept.has(page)) continue;
    if (kept.size < KEPT_LIMIT) kept.add(page);
    else beyond++;
  }
  return { total: kept.size + beyond, kept: [...kept] };
}

/** null: not a page of this site. */
function normalisePage(location: string, origin: string): string | null {
  if (location.length > URL_LIMIT || !URL.canParse(location)) return null;
  const url = new URL(location);
  url.hash = "";
  if (url.origin !== origin || url.username !== "" || otherThanPages.test(url.pathname)) return null;
  return url.href;
}

/** The first of each route before the second of any, so that a large route does not crowd out the others. */
function choosePages(urls: readonly string[]): RoutedPage[] {
  const ranks = new Map<string, number>();
  const ranked = groupRoutes(urls).map((page, index) => {
    const rank = ranks.get(page.group) ?? 0;
    ranks.set(page.group, rank + 1);
    return { page, index, rank };
  });
  const chosen = ranked.sort((a, b) => a.rank - b.rank || a.index - b.index).slice(0, LISTED_LIMIT);
  return chosen.sort((a, b) => a.index - b.index).map(({ page }) => page);
}
