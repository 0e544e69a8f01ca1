import { parseSitemap, type Sitemap } from "./parse-sitemap.ts";
import type { SiteReader } from "./site-reader.ts";

const NESTING_LIMIT = 2;
const FILES_LIMIT = 50;
const FILES_AT_ONCE = 5;

export interface FoundSitemap {
  /** The first file that lists pages or further sitemaps. */
  readonly address: string;
  /** As they stand there: not checked, perhaps twice. */
  readonly locations: readonly string[];
}

/** Reads these sitemaps and those they list; null when there is none. What is missing or broken counts as absent. */
export async function readSitemaps(roots: readonly string[], read: SiteReader): Promise<FoundSitemap | null> {
  const seen = new Set<string>();
  const locations: string[] = [];
  let address: string | null = null;
  let level = roots;
  for (let depth = 0; depth <= NESTING_LIMIT && level.length > 0; depth++) {
    const fresh = [...new Set(level)].filter((url) => !seen.has(url)).slice(0, FILES_LIMIT - seen.size);
    for (const url of fresh) seen.add(url);
    const next: string[] = [];
    for await (const { url, sitemap } of readAll(fresh, read)) {
      address ??= url;
      const target = sitemap.kind === "index" ? next : locations;
      for (const location of sitemap.locations) target.push(location);
    }
    level = next;
  }
  return address === null ? null : { address, locations };
}

/** In the order given, a few at a time. */
async function* readAll(urls: readonly string[], read: SiteReader) {
  for (let start = 0; start < urls.length; start += FILES_AT_ONCE) {
    const some = urls.slice(start, start + FILES_AT_ONCE);
    const sitemaps = await Promise.all(some.map((url) => readOne(url, read)));
    for (const [index, url] of some.entries()) {
      const sitemap = sitemaps[index] ?? null;
      if (sitemap !== null) yield { url, sitemap };
    }
  }
}

async function readOne(url: string, read: SiteReader): Promise<Sitemap | null> {
  try {
    const { status, text } = await read(url, "fail");
    return status === 200 ? parseSitemap(text) : null;
  } catch {
    return null;
  }
}
