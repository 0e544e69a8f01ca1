import { expect, test } from "vitest";
import { parseSitemap } from "./parse-sitemap.ts";

test("reads pages", () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
    <?xml-stylesheet type="text/xsl" href="/main.xsl"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <url><loc> https://a.example/1 </loc><lastmod>2025-01-01</lastmod></url>
      <url><loc><![CDATA[https://a.example/2]]></loc></url>
      <url><loc>https://a.example/3?a=1&amp;b=&#50;</loc></url>
    </urlset>`;
  expect(parseSitemap(xml)).toEqual({
    kind: "pages",
    locations: ["https://a.example/1", "https://a.example/2", "https://a.example/3?a=1&b=2"],
  });
});

test("reads whatever prefix the namespace has, and no images", () => {
  const xml = `<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="i">
    <sm:url><image:image><image:loc>https://a.example/x.png</image:loc></image:image><sm:loc>https://a.example/1</sm:loc></sm:url>
  </sm:urlset>`;
  expect(parseSitemap(xml)).toEqual({ kind: "pages", locations: ["https://a.example/1"] });
});

test("reads an index", () => {
  const xml = `<sitemapindex><sitemap><loc>https://a.example/1.xml.gz</loc></sitemap></sitemapindex>`;
  expect(parseSitemap(xml)).toEqual({ kind: "index", locations: ["https://a.example/1.xml.gz"] });
});

test.each([
  ["nothing", ""],
  ["text", "Not found"],
  ["a web page", "<!doctype html><html><body>Not found</body></html>"],
  ["half a file", "<urlset><url><loc>https://a.example/1</loc></url><url><lo"],
  ["tags that do not match", "<urlset><url><loc>https://a.example/1</url></loc></urlset>"],
  ["another root", "<rss><channel><item><loc>https://a.example/1</loc></item></channel></rss>"],
  ["an empty list", "<urlset></urlset>"],
  ["tags without end", "<a>".repeat(100_000)],
])("takes %s for no sitemap", (_, xml) => {
  expect(parseSitemap(xml)).toBeNull();
});

test("expands no entities of its own making", () => {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
  );
  const bomb = `<!DOCTYPE urlset [<!ENTITY l0 "lol">${levels.join("")}]><urlset><url><loc>&l9;</loc></url></urlset>`;
  expect(parseSitemap(bomb)).toBeNull();
  const unknown = "<urlset><url><loc>https://a.example/&l9;</loc></url></urlset>";
  expect(parseSitemap(unknown)?.locations).toEqual(["https://a.example/&l9;"]);
});

test("changes nothing for other objects", () => {
  const xml = "<urlset><url><__proto__><loc>x</loc></__proto__><constructor>y</constructor></url></urlset>";
  expect(parseSitemap(xml)).toBeNull();
  expect(({} as Record<string, unknown>)["loc"]).toBeUndefined();
});
