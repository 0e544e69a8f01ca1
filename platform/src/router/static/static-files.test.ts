import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendRaw, startTestRouter, toSite, type TestRouter } from "../testing/router-fixture.ts";

let house: TestRouter;
let base: string;
let origin: string;
const LONG = "body { color: red }\n".repeat(200);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "ashore-static-"));
  const root = join(base, "site");
  await mkdir(join(root, "docs", "empty"), { recursive: true });
  await mkdir(join(root, ".git"));
  await mkdir(join(root, ".well-known"));
  const files: Record<string, string> = {
    "index.html": "<h1>home</h1>",
    "404.html": "<h1>lost</h1>",
    "app.css": LONG,
    "ready.js": "plain",
    "ready.js.br": "packed-br",
    "ready.js.gz": "packed-gz",
    "digits.txt": "0123456789",
    "a b.txt": "spaced",
    "app.wasm": "\0asm",
    "site.webmanifest": "{}",
    "docs/index.html": "docs",
    ".git/config": "secret",
    ".well-known/x": "known",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  await writeFile(join(base, "outside.txt"), "outside");
  await symlink(join(base, "outside.txt"), join(root, "escape.txt"));
  await symlink(join(root, "digits.txt"), join(root, "inner.txt"));
  house = await startTestRouter();
  await house.route({}, [
    toSite("/", { root }),
    toSite("/spa", { root, catchallDocument: "index.html" }),
    toSite("/bare", { root: join(root, "docs") }),
  ]);
  origin = await house.origin();
});
afterAll(async () => {
  await house.close();
  await rm(base, { recursive: true, force: true });
});

async function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  return fetch(origin + path, {
    method,
    headers: { "accept-encoding": "identity", ...headers },
    redirect: "manual",
  });
}

describe("documents", () => {
  it("serves files with App Platform's cache header and their type", async () => {
    const response = await get("/digits.txt");
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("public,max-age=10,s-maxage=86400");
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("content-length")).toBe("10");
    expect(response.headers.get("etag")).toMatch(/^"[0-9a-f-]+"$/);
    expect(await response.text()).toBe("0123456789");
  });

  it.each([
    ["/app.wasm", "application/wasm"],
    ["/site.webmanifest", "application/manifest+json"],
    ["/app.css", "text/css; charset=utf-8"],
    ["/.well-known/x", "application/octet-stream"],
    ["/a%20b.txt", "text/plain; charset=utf-8"],
    ["/inner.txt", "text/plain; charset=utf-8"],
  ])("serves %s as %s", async (path, type) => {
    const response = await get(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
  });

  it("serves the index of a directory and adds a missing slash", async () => {
    expect(await (await get("/")).text()).toBe("<h1>home</h1>");
    expect(await (await get("/docs/")).text()).toBe("docs");
    const redirect = await get("/docs?x=1");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([301, "/docs/?x=1"]);
  });

  it("serves the error document with 404, the catch-all with 200, else the marked page", async () => {
    const lost = await get("/nothing");
    expect([lost.status, await lost.text()]).toEqual([404, "<h1>lost</h1>"]);
    expect((await get("/docs/empty/")).status).toBe(404);
    const deep = await get("/spa/some/deep/link");
    expect([deep.status, await deep.text()]).toEqual([200, "<h1>home</h1>"]);
    const bare = await get("/bare/nothing");
    expect([bare.status, bare.headers.get("x-ashore-failure")]).toEqual([404, "not_found"]);
  });

  it("answers HEAD like GET and nothing but the two", async () => {
    const head = await get("/digits.txt", {}, "HEAD");
    expect([head.headers.get("content-length"), await head.text()]).toEqual(["10", ""]);
    const post = await get("/digits.txt", {}, "POST");
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it.each([
    "/../outside.txt",
    "/%2e%2e/outside.txt",
    "/docs/..%2f..%2foutside.txt",
    "/escape.txt",
    "/.git/config",
  ])("does not leave its root for %s", async (path) => {
    const answer = await sendRaw(
      await house.port(),
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    expect(answer).not.toMatch(/outside$|secret/);
  });

  it("refuses a path that cannot be decoded and makes no redirect to another host", async () => {
    expect((await get("/%zz")).status).toBe(400);
    expect((await get("/%00")).status).toBe(400);
    expect((await get("//docs")).headers.get("location")).toBe("/docs/");
  });
});

describe("conditions and ranges", () => {
  it("answers 304 to the current ETag or date", async () => {
    const { headers } = await get("/digits.txt");
    const etag = headers.get("etag")!;
    expect((await get("/digits.txt", { "if-none-match": `"x", W/${etag}` })).status).toBe(304);
    expect((await get("/digits.txt", { "if-none-match": '"x"' })).status).toBe(200);
    const since = headers.get("last-modified")!;
    expect((await get("/digits.txt", { "if-modified-since": since })).status).toBe(304);
    expect((await get("/digits.txt", { "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT" })).status).toBe(
      200,
    );
  });

  it.each([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=0-1,4-5", 200, "0123456789", null],
    ["bytes=4-2", 200, "0123456789", null],
  ])("%s is answered with %i", async (range, status, body, contentRange) => {
    const response = await get("/digits.txt", { range });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(await response.text()).toBe(body);
  });

  it("gives the whole file when If-Range names another state", async () => {
    const etag = (await get("/digits.txt")).headers.get("etag")!;
    expect((await get("/digits.txt", { range: "bytes=0-1", "if-range": etag })).status).toBe(206);
    expect((await get("/digits.txt", { range: "bytes=0-1", "if-range": '"x"' })).status).toBe(200);
  });
});

describe("encodings", () => {
  /** Status line, headers and body as they came, since fetch would decode the body. */
  async function raw(path: string, accept: string): Promise<{ head: string; body: Buffer }> {
    const answer = await sendRaw(
      await house.port(),
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${accept}\r\nConnection: close\r\n\r\n`,
    );
    const end = answer.indexOf("\r\n\r\n");
    return { head: answer.slice(0, end), body: Buffer.from(answer.slice(end + 4), "latin1") };
  }

  it("serves bodies compressed ahead when the client takes them", async () => {
    const br = await raw("/ready.js", "gzip, br");
    expect(br.body.toString()).toBe("packed-br");
    expect(br.head).toMatch(/content-encoding: br/);
    expect(br.head).toMatch(/content-type: text\/javascript/);
    expect((await raw("/ready.js", "gzip, br;q=0")).body.toString()).toBe("packed-gz");
    const none = await raw("/ready.js", "identity");
    expect(none.body.toString()).toBe("plain");
    expect(none.head).toMatch(/vary: accept-encoding/);
  });

  it("compresses text itself, with an ETag of its own for each encoding", async () => {
    const br = await raw("/app.css", "br");
    const gzip = await raw("/app.css", "gzip");
    expect(brotliDecompressSync(br.body).toString()).toBe(LONG);
    expect(gunzipSync(gzip.body).toString()).toBe(LONG);
    const tags = [br.head, gzip.head].map((head) => /etag: (.*)/.exec(head)?.[1]);
    expect(new Set(tags).size).toBe(2);
    expect(
      (await get("/app.css", { "accept-encoding": "br", "if-none-match": tags[0]!.trim() })).status,
    ).toBe(304);
  });

  it("leaves small and packed files as they are", async () => {
    expect((await raw("/digits.txt", "br, gzip")).head).not.toMatch(/content-encoding/);
  });
});
