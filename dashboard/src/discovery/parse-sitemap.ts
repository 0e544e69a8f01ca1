import { XMLParser } from "fast-xml-parser";
import { decodeEntities } from "./decode-entities.ts";

/** What a sitemap file holds (https://www.sitemaps.org/protocol.html): addresses of pages, or of further sitemaps. */
export interface Sitemap {
  readonly kind: "pages" | "index";
  readonly locations: readonly string[];
}

const lists: ReadonlySet<string> = new Set(["url", "sitemap", "loc"]);

/** null for anything that is not one. Namespaces do not matter; `image:loc` and the like lie deeper and are not read. */
export function parseSitemap(xml: string): Sitemap | null {
  // No sitemap has a document type; without one there are no entities that could grow.
  if (/<!DOCTYPE/i.test(xml)) return null;
  const root = parse(xml.trim());
  if (isObject(root?.["urlset"])) return { kind: "pages", locations: locationsOf(root["urlset"]["url"]) };
  if (isObject(root?.["sitemapindex"]))
    return { kind: "index", locations: locationsOf(root["sitemapindex"]["sitemap"]) };
  return null;
}

function parse(xml: string): Record<string, unknown> | null {
  const parser = new XMLParser({
    removeNSPrefix: true,
    parseTagValue: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    isArray: (name) => lists.has(name),
  });
  try {
    // Checked first, so that half a file is none. Its successor, fast-xml-validator, is the same check in a package more.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return parser.parse(xml, true) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function locationsOf(entries: unknown): readonly string[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const [location] = isObject(entry) && Array.isArray(entry["loc"]) ? (entry["loc"] as unknown[]) : [];
    return typeof location === "string" && location !== "" ? [decodeEntities(location)] : [];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
