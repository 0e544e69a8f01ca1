import { createServer, get, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, harbour, waitUntil, type Answer, type Harbour } from "./kit.ts";
import { bringUp, componentFiles, from, instancesOf, service, type Echo } from "./tiny.ts";

const APP = "routed";
const OTHER = "other";
const ADMIN = "admin.shop.example";

/** Speaks what an ordinary request does not show: websockets, events, a state of health that a file decides. */
const liveText = `
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
let listener = null;
const server = createServer((request, response) => {
  if (request.url === "/health") {
    response.statusCode = existsSync("/tmp/sick") ? 500 : 200;
    return response.end();
  }
  if (request.url === "/events") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: first\\n\\n");
    listener = response;
    return;
  }
  if (request.url === "/events/next") listener.write("data: second\\n\\n");
  response.end("live");
});
server.on("upgrade", (request, socket) => {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n");
  socket.write("Sec-WebSocket-Accept: " + accept + "\\r\\n\\r\\n");
  socket.on("data", (frame) => {
    if ((frame[0] & 15) !== 1) return socket.end();
    const mask = frame.subarray(2, 6);
    const text = Buffer.from(frame.subarray(6, 6 + (frame[1] & 127)).map((byte, at) => byte ^ mask[at % 4]));
    socket.write(Buffer.concat([Buffer.from([0x81, text.length + 1]), Buffer.from("!"), text]));
  });
  socket.on("error", () => undefined);
});
server.listen(Number(process.env.PORT));
process.on("SIGTERM", () => process.exit(0));
`;

const component = (name: string, more: object = {}): object => ({ component: { name, ...more } });
const prefix = (path: string): object => ({ match: { path: { prefix: path } } });

const rules: readonly object[] = [
  { match: { path: { exact: "/exact" } }, ...component("api") },
  { match: { path: { prefix: "/" }, authority: { exact: ADMIN } }, ...component("api") },
  { ...prefix("/moved"), redirect: { uri: "/api/target", redirect_code: 301 } },
  { ...prefix("/away"), redirect: { authority: "elsewhere.example", scheme: "https", port: 8443 } },
  {
    ...prefix("/api"),
    ...component("api"),
    cors: {
      allow_origins: [{ exact: "https://page.example" }, { regex: "https://.*\\.pages\\.example" }],
      allow_methods: ["GET", "PUT"],
      allow_headers: ["X-Token"],
      expose_headers: ["X-Total"],
      max_age: "1h30m",
      allow_credentials: true,
    },
  },
  { ...prefix("/api/kept"), ...component("api", { preserve_path_prefix: true }) },
  { ...prefix("/v0"), ...component("api", { rewrite: "/v1/users" }) },
  { ...prefix("/live"), ...component("live") },
  { ...prefix("/docs"), ...component("docs") },
  { ...prefix("/spa"), ...component("spa") },
  { ...prefix("/"), ...component("web") },
];

const script = `export const words = ${JSON.stringify(Array(500).fill("word"))};\n`;

describe("routing", () => {
  let at: Harbour;
  let network: string;
  let gateway: string;
  let outside: Server;
  beforeAll(async () => {
    at = await harbour();
    const spec = {
      name: APP,
      domains: [{ domain: ADMIN, type: "ALIAS" }],
      services: [
        service("web", "web"),
        service("api", "web", { http_port: 8081 }),
        {
          name: "live",
          ...from("live"),
          run_command: "node live.js",
          health_check: { http_path: "/health", period_seconds: 1, failure_threshold: 1 },
        },
      ],
      static_sites: [
        { name: "docs", ...from("docs"), error_document: "lost.html" },
        { name: "spa", ...from("spa"), catchall_document: "index.html" },
      ],
      ingress: { rules },
    };
    const directory = at.checkout({
      ...componentFiles("web"),
      "live/live.js": liveText,
      "live/package.json": '{"name":"live","type":"module","private":true}',
      "docs/index.html": "<h1>docs</h1>",
      "docs/guide/index.html": "<h1>guide</h1>",
      "docs/lost.html": "<h1>lost</h1>",
      "docs/words.js": script,
      "spa/index.html": "<h1>spa</h1>",
      ".do/app.yaml": JSON.stringify(spec),
    });
    await bringUp(at, directory);
    const status = JSON.parse((await at.ashore(["status", "--json"])).stdout) as {
      controlPlane: { runtime: { network: string }; router: { listeners: string[] } };
    };
    network = status.controlPlane.runtime.network;
    const inner = status.controlPlane.router.listeners.find((one) => !one.startsWith("127."));
    gateway = inner?.split(":")[0] ?? "127.0.0.1";
    outside = createServer((_request, response) => response.end("this machine"));
    await new Promise<void>((resolve) => outside.listen(0, gateway, resolve));
  });
  afterAll(async () => {
    outside.close();
    await at.end();
  });

  const echo = async (path: string, headers: Record<string, string> = {}): Promise<Echo> =>
    JSON.parse((await at.get(APP, path, { headers })).text) as Echo;
  const ask = async (url: string): Promise<string> => (await at.get(APP, `/ask?${url}`)).text;

  describe("of paths and hosts", () => {
    it.each([
      ["/some/page?x=1", "/some/page?x=1"],
      ["/api", "/"],
      ["/api/list/2?x=%20y", "/list/2?x=%20y"],
      ["/apis", "/apis"],
      ["/api/kept/this", "/api/kept/this"],
      ["/v0", "/v1/users"],
      ["/v0/7?x", "/v1/users/7?x"],
      ["/exact", "/"],
      ["/exact/not", "/exact/not"],
      ["/a%2Fb//c", "/a%2Fb//c"],
    ])("hands %s to its component as %s", async (asked, seen) => {
      expect((await echo(asked)).url).toBe(seen);
    });

    it("prefers the rule of a host", async () => {
      expect(JSON.parse((await at.get(APP, "/whoami", { headers: { host: ADMIN } })).text)).toMatchObject({
        service: "api",
      });
    });

    it("redirects with the code, address and path of the rule", async () => {
      const moved = await at.get(APP, "/moved/deep?x=1");
      expect(moved.status).toBe(301);
      expect(moved.headers["location"]).toBe(`http://${APP}.localhost:${at.port}/api/target?x=1`);
      const away = await at.get(APP, "/away/deep?x=1");
      expect(away.status).toBe(302);
      expect(away.headers["location"]).toBe("https://elsewhere.example:8443/away/deep?x=1");
    });

    it("tells the component how the client came", async () => {
      const claimed = { "x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https", "x-mine": "kept" };
      expect((await echo("/", claimed)).headers).toMatchObject({
        host: `${APP}.localhost:${at.port}`,
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
        "x-forwarded-host": `${APP}.localhost:${at.port}`,
        "x-forwarded-port": String(at.port),
        "x-mine": "kept",
      });
    });
  });

  describe("of CORS", () => {
    const preflight = (origin: string): Promise<Answer> =>
      at.get(APP, "/api/x", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "PUT" },
      });

    it("answers the preflight of an allowed origin with the rule's policy", async () => {
      for (const origin of ["https://page.example", "https://one.pages.example"]) {
        const { headers } = await preflight(origin);
        expect(headers).toMatchObject({
          "access-control-allow-origin": origin,
          "access-control-allow-methods": "GET,PUT",
          "access-control-allow-headers": "X-Token",
          "access-control-max-age": "5400",
          "access-control-allow-credentials": "true",
        });
      }
    });

    it("leaves other origins without, and marks actual answers", async () => {
      expect((await preflight("https://page.example.evil")).headers).not.toHaveProperty(
        "access-control-allow-origin",
      );
      const { headers } = await at.get(APP, "/api/x", { headers: { origin: "https://page.example" } });
      expect(headers["access-control-allow-origin"]).toBe("https://page.example");
      expect(headers["access-control-expose-headers"]).toBe("X-Total");
    });
  });

  describe("of long and large things", () => {
    it("carries a websocket both ways", async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${at.port}/live/socket`);
      const said = await new Promise<string>((resolve, reject) => {
        socket.addEventListener("open", () => socket.send("hello"));
        socket.addEventListener("message", ({ data }) => resolve(String(data)));
        socket.addEventListener("error", () => reject(new Error("the websocket failed")));
      });
      expect(said).toBe("!hello");
      socket.close();
    });

    it("passes an event on while the stream is still open", async () => {
      let text = "";
      const headers = { host: `${APP}.localhost` };
      const stream = get({ host: "127.0.0.1", port: at.port, path: "/live/events", headers, agent: false });
      stream.on("response", (response) => response.on("data", (chunk: Buffer) => (text += chunk.toString())));
      stream.on("error", () => undefined);
      await waitUntil("the first event came", () => text.includes("first"));
      expect(text).not.toContain("second");
      await at.get(APP, "/live/events/next");
      await waitUntil("the second event came", () => text.includes("second"));
      stream.destroy();
    });

    it("takes 20 MB with a length and without", async () => {
      const body = Buffer.alloc(20 * 1024 * 1024, 7);
      expect((await at.get(APP, "/upload", { method: "POST", body })).text).toBe(String(body.length));
      expect(await chunked(at.port, body)).toBe(String(body.length));
    });
  });

  describe("of static sites", () => {
    it("serves index documents, and adds a directory's slash", async () => {
      expect((await at.get(APP, "/docs/")).text).toBe("<h1>docs</h1>");
      expect((await at.get(APP, "/docs/guide/")).text).toBe("<h1>guide</h1>");
      const bare = await at.get(APP, "/docs/guide");
      expect(bare.status).toBeGreaterThanOrEqual(301);
      expect(bare.headers["location"]).toMatch(/\/docs\/guide\/$/);
    });

    it("serves the catch-all with 200 and the error document with 404", async () => {
      expect(await at.get(APP, "/spa/deep/link")).toMatchObject({ status: 200, text: "<h1>spa</h1>" });
      expect(await at.get(APP, "/docs/nowhere")).toMatchObject({ status: 404, text: "<h1>lost</h1>" });
    });

    it("answers with App Platform's cache header, an ETag, and 304 for those who have it", async () => {
      const { headers } = await at.get(APP, "/docs/words.js");
      expect(headers["cache-control"]).toBe("public,max-age=10,s-maxage=86400");
      expect(headers["content-type"]).toMatch(/javascript/);
      const etag = String(headers["etag"]);
      const again = await at.get(APP, "/docs/words.js", { headers: { "if-none-match": etag } });
      expect(again).toMatchObject({ status: 304, text: "" });
    });

    it("serves ranges and brotli", async () => {
      const part = await at.get(APP, "/docs/words.js", { headers: { range: "bytes=7-11" } });
      expect(part).toMatchObject({ status: 206, text: script.slice(7, 12) });
      expect(part.headers["content-range"]).toBe(`bytes 7-11/${script.length}`);
      const small = await fetchBytes(at.port, "/docs/words.js", { "accept-encoding": "br, gzip" });
      expect(small.encoding).toBe("br");
      expect(brotliDecompressSync(small.body).toString()).toBe(script);
    });
  });

  it("answers 504 with a marked page while no instance is healthy", async () => {
    const [before] = (await instancesOf(at, APP))["live"]!;
    await at.ashore(["exec", "-a", APP, "live", "--", "touch", "/tmp/sick"]);
    await waitUntil("the router has no healthy instance", async () => {
      const { status, headers } = await at.get(APP, "/live/");
      return status === 504 && headers["x-ashore-failure"] === "no_healthy_upstream";
    });
    expect((await at.get(APP, "/live/", { headers: { accept: "text/html" } })).text).toContain("<h1>");
    expect((await at.get(APP, "/")).status).toBe(200);
    await at.ashore(["exec", "-a", APP, "live", "--", "rm", "/tmp/sick"]);
    await waitUntil("it is routed again", async () => (await at.get(APP, "/live/")).text === "live");
    expect((await instancesOf(at, APP))["live"]).toEqual([before]);
  });

  describe("from inside", () => {
    it("reaches another service by its name, with and without a port", async ({ skip }) => {
      if (network === "shared") skip("instances share this machine's network");
      expect(await ask("http://api:8081/whoami")).toContain('"service":"api"');
      expect(await ask("http://api/whoami")).toContain('"service":"api"');
      expect(await ask("http://web:8080/whoami")).toContain('"service":"web"');
    });

    it("reaches this machine as host.ashore.internal, and nothing as its own loopback", async ({ skip }) => {
      if (network === "shared") skip("instances share this machine's network");
      const { port } = outside.address() as AddressInfo;
      expect(await ask(`http://host.ashore.internal:${port}`)).toBe("200 this machine");
      expect(await ask(`http://127.0.0.1:${port}`)).toBe("failed: ECONNREFUSED");
    });
  });

  describe("of two apps on one port", () => {
    const byAddress = (): Promise<Answer> =>
      at.get(APP, "/whoami", { headers: { host: `127.0.0.1:${at.port}` } });

    it("answers without a name only while an app is alone", async () => {
      expect((await byAddress()).text).toContain('"service":"web"');
      const spec = { name: OTHER, services: [service("main", "web")] };
      const directory = at.checkout({ ...componentFiles("web"), ".do/app.yaml": JSON.stringify(spec) });
      const { stdout } = await bringUp(at, directory);
      expect(stdout).not.toContain("127.0.0.1");
      expect(await byAddress()).toMatchObject({
        status: 404,
        headers: { "x-ashore-failure": "unknown_host" },
      });
      expect((await at.get(OTHER, "/whoami")).text).toContain('"service":"main"');
      expect((await at.get(APP, "/whoami")).text).toContain('"service":"web"');
    });

    it("lets one reach the other from inside", async () => {
      const suffixes = network === "namespaces" ? ["localhost", "ashore.internal"] : ["localhost"];
      for (const suffix of suffixes)
        await waitUntil(`instances know ${OTHER}.${suffix}`, async () =>
          (await ask(`http://${OTHER}.${suffix}:${at.port}/whoami`)).includes('"service":"main"'),
        );
    });

    it("forgets an app that was taken down", async () => {
      expect(await at.ashore(["down", "-a", OTHER])).toMatchObject({ code: 0 });
      expect((await byAddress()).text).toContain('"service":"web"');
    });

    it("refuses a port that another program has, and says so", async () => {
      const taken = createServer();
      const port = await freePort();
      await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
      const spec = { name: OTHER, services: [service("main", "web")] };
      const directory = at.checkout({ ...componentFiles("web"), ".do/app.yaml": JSON.stringify(spec) });
      const outcome = await at.ashore(["up", directory, "--detach"], { port });
      taken.close();
      expect(outcome.code, outcome.stdout + outcome.stderr).not.toBe(0);
      expect(outcome.stderr).toContain(String(port));
      expect((await byAddress()).text).toContain('"service":"web"');
    });
  });
});

/** Sends a body without saying how long it is. */
function chunked(port: number, body: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${APP}.localhost`, "transfer-encoding": "chunked" };
    const outgoing = request({
      host: "127.0.0.1",
      port,
      path: "/upload",
      method: "POST",
      headers,
      agent: false,
    });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve(text));
    });
    outgoing.end(body);
  });
}

function fetchBytes(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<{ encoding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const all = { host: `${APP}.localhost`, ...headers };
    get({ host: "127.0.0.1", port, path, headers: all, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) }),
      );
    }).on("error", reject);
  });
}
