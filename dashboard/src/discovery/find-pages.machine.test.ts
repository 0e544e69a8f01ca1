import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { findPages } from "./find-pages.ts";

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

type Site = Readonly<Record<string, Answer | string>>;

/** A real site on loopback; `at` makes its addresses. What it has no answer for is 404. */
async function startSite(makeSite: (at: (path: string) => string) => Site) {
  const asked: string[] = [];
  let site: Site = {};
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const found = site[path] ?? { status: 404, body: "<!doctype html><p>Not found</p>" };
    const { status = 200, headers = {}, body = "" } = typeof found === "string" ? { body: found } : found;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const at = (path: string) => `http://${host}${path}`;
  site = makeSite(at);
  return { at, asked, policy: { allowedHosts: [host] } };
}

const html = (body: string): Answer => ({ headers: { "content-type": "text/html; charset=utf-8" }, body });
const urlset = (...urls: readonly string[]) =>
  `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.map((url) => `<url><loc>${url}</loc></url>`).join("")}</urlset>`;
const index = (...urls: readonly string[]) =>
  `<sitemapindex>${urls.map((url) => `<sitemap><loc>${url}</loc></sitemap>`).join("")}</sitemapindex>`;

test("follows robots.txt to an index, to zipped sitemaps, and lists the site's own pages once", async () => {
  const { at, policy } = await startSite((at) => ({
    "/": html("home"),
    "/robots.txt": `User-agent: *\nDisallow: /x\nsitemap:${at("/maps/index.xml")}\r\n`,
    "/maps/index.xml": index(at("/maps/a.xml.gz"), at("/maps/b.xml"), at("/maps/missing.xml")),
    "/maps/a.xml.gz": { body: gzipSync(urlset(at("/"), at("/p/1"), at("/p/2"), "https://other.example/")) },
    "/maps/b.xml": urlset(at("/p/2#part"), at("/p/3"), at("/p/4"), at("/brochure.pdf"), "not an address"),
  }));
  const found = await findPages(at("/"), policy);
  expect(found.sitemap).toBe(at("/maps/index.xml"));
  expect(found.total).toBe(5);
  expect(found.pages).toEqual([
    { url: at("/"), group: "/", suggested: true },
    { url: at("/p/1"), group: "/p/:x", suggested: true },
    { url: at("/p/2"), group: "/p/:x", suggested: true },
    { url: at("/p/3"), group: "/p/:x", suggested: true },
    { url: at("/p/4"), group: "/p/:x", suggested: false },
  ]);
});

test("tries the usual places in turn and takes what is broken for absent", async () => {
  const { at, policy } = await startSite((at) => ({
    "/": html("home"),
    "/robots.txt": `Sitemap: ${at("/gone.xml")}\nSitemap: http://169.254.169.254/sitemap.xml`,
    "/sitemap.xml": "<urlset><url><loc>http://half",
    "/sitemap_index.xml": index(at("/pages.xml")),
    "/pages.xml": urlset(at("/about")),
  }));
  const found = await findPages(at("/"), policy);
  expect(found.sitemap).toBe(at("/sitemap_index.xml"));
  expect(found.pages.map(({ url }) => url)).toEqual([at("/"), at("/about")]);
});

test("goes two levels down, round no circle, and through no more than 50 files", async () => {
  const { at, asked, policy } = await startSite((at) => ({
    "/": html("home"),
    "/sitemap.xml": index(
      at("/sitemap.xml"),
      at("/1.xml"),
      ...Array.from({ length: 80 }, (_, n) => at(`/many-${n}.xml`)),
    ),
    "/1.xml": index(at("/2.xml")),
    "/2.xml": index(at("/3.xml")),
    "/3.xml": urlset(at("/too-deep")),
    "/many-0.xml": urlset(at("/about")),
  }));
  const found = await findPages(at("/"), policy);
  expect(found.pages.map(({ url }) => url)).toEqual([at("/"), at("/about")]);
  expect(asked).not.toContain("/3.xml");
  expect(asked.filter((path) => path.endsWith(".xml"))).toHaveLength(50);
});

test("lists 200 of a large site, some of each route, and counts all", async () => {
  const { at, policy } = await startSite((at) => ({
    "/": html("home"),
    "/sitemap.xml": urlset(
      ...Array.from({ length: 1_000 }, (_, n) => at(`/p/${n}`)),
      at("/about"),
      at("/team/ada"),
    ),
  }));
  const found = await findPages(at("/"), policy);
  expect(found.total).toBe(1_003);
  expect(found.pages).toHaveLength(200);
  expect(found.pages.map(({ group }) => group)).toContain("/team/ada");
  expect(found.pages.filter(({ suggested }) => suggested)).toHaveLength(6);
});

test("reads the links of the page when there is no sitemap", async () => {
  const { at, policy } = await startSite(() => ({
    "/start": html(`<a href="/about#team">A</a> <a href="/about">A</a> <a href="https://other.example/">O</a>
      <a href="mailto:a@b.example">M</a> <a href="/logo.png">L</a>`),
  }));
  const found = await findPages(at("/start"), policy);
  expect(found).toMatchObject({ sitemap: null, total: 2 });
  expect(found.pages.map(({ url }) => url)).toEqual([at("/start"), at("/about")]);
});

test("lists only the page when it is no web page", async () => {
  const { at, policy } = await startSite(() => ({
    "/": { headers: { "content-type": "text/plain" }, body: `<a href="/x">` },
  }));
  expect((await findPages(at("/"), policy)).pages).toEqual([{ url: at("/"), group: "/", suggested: true }]);
});

test("does not unpack a small file into a huge one", async () => {
  const { at, policy } = await startSite((at) => ({
    "/": html("home"),
    "/sitemap.xml": { body: gzipSync(`${urlset(at("/about"))}${" ".repeat(20_000_000)}`) },
  }));
  expect((await findPages(at("/"), policy)).sitemap).toBeNull();
});

test("says that a page answers with an error", async () => {
  const { at, policy } = await startSite(() => ({}));
  await expect(findPages(at("/"), policy)).rejects.toThrow(`${at("/")} answers with status 404`);
});

test("lists the sitemap of a site although the page given is gone", async () => {
  const { at, policy } = await startSite((at) => ({ "/sitemap.xml": urlset(at("/about")) }));
  expect((await findPages(at("/gone"), policy)).pages.map(({ url }) => url)).toEqual([at("/about")]);
});

test("refuses what the policy refuses, also behind a redirect", async () => {
  const { at, policy } = await startSite(() => ({
    "/": { status: 302, headers: { location: "http://169.254.169.254/latest/meta-data/" } },
  }));
  await expect(findPages(at("/"), { allowedHosts: [] })).rejects.toThrow("127.0.0.1 is a loopback address");
  await expect(findPages(at("/"), policy)).rejects.toThrow("169.254.169.254 is a link-local address");
});

test("says that nothing answers", async () => {
  await expect(findPages("http://127.0.0.1:9/", { allowedHosts: ["127.0.0.1"] })).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:9\/ cannot be read: /,
  );
});
