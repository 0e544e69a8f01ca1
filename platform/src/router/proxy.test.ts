import { createHash } from "node:crypto";
import { request as httpRequest, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import {
  backend,
  backends,
  listenOn,
  sendRaw,
  startInstance,
  startTestRouter,
  toBackend,
  waitFor,
  type TestInstance,
  type TestRouter,
} from "./testing/router-fixture.ts";

const MEGABYTE = 1024 * 1024;
let house: TestRouter;
const instances: TestInstance[] = [];

beforeEach(async () => {
  house = await startTestRouter();
});
afterEach(async () => {
  await house.close();
  await Promise.all(instances.splice(0).map((instance) => instance.close()));
});

async function instance(listener: RequestListener, id = `i${instances.length}`): Promise<TestInstance> {
  const started = await startInstance(id, listener);
  instances.push(started);
  return started;
}

async function routeTo(listener: RequestListener): Promise<string> {
  await house.route(backends((await instance(listener)).target));
  return house.origin();
}

const tellRequest: RequestListener = (request, response) => {
  response.end(JSON.stringify({ url: request.url, method: request.method, headers: request.headers }));
};

function readAll(stream: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => resolve(Buffer.concat(chunks)));
    stream.on("error", reject);
  });
}

describe("a proxied request", () => {
  it("keeps path and query byte for byte", async () => {
    await routeTo((request, response) => response.end(request.url));
    const path = "/a%2Fb//c/../d;x=%zz?q=a+b%20c&&=1&q=%C3%A4#";
    const answer = await sendRaw(
      await house.port(),
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer.split("\r\n\r\n")[1]).toContain(path.replace("#", ""));
  });

  it("tells the instance who asked and how, and believes no client about it", async () => {
    await routeTo(tellRequest);
    const port = await house.port();
    const answer = await sendRaw(
      port,
      `GET / HTTP/1.1\r\nHost: shop.localhost:${port}\r\nX-Forwarded-For: 6.6.6.6\r\nX_Forwarded_For: 7.7.7.7\r\n` +
        "X-Real-IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Custom: kept\r\nConnection: close, X-Custom-Hop\r\n" +
        "X-Custom-Hop: gone\r\nTE: trailers\r\nKeep-Alive: 5\r\n\r\n",
    );
    const { headers } = JSON.parse(answer.split("\r\n\r\n")[1] ?? "") as { headers: Record<string, string> };
    expect(headers).toEqual({
      host: `shop.localhost:${port}`,
      "x-custom": "kept",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-host": `shop.localhost:${port}`,
      "x-forwarded-port": String(port),
      "x-real-ip": "127.0.0.1",
      "do-connecting-ip": "127.0.0.1",
    });
  });

  it("cuts off, keeps or replaces the matched prefix", async () => {
    const { target } = await instance((request, response) => response.end(request.url));
    const rule = (prefix: string, treatment: "trim" | "keep" | { rewrite: string }) =>
      toBackend(prefix, { target: { kind: "backend", backend: "shop/web", prefix: treatment } });
    await house.route(backends(target), [
      rule("/trim", "trim"),
      rule("/keep", "keep"),
      rule("/api", { rewrite: "/v1/" }),
    ]);
    const origin = await house.origin();
    const ask = async (path: string): Promise<string> => (await fetch(origin + path)).text();
    expect(await ask("/trim/list?x=1")).toBe("/list?x=1");
    expect(await ask("/trim?x=1")).toBe("/?x=1");
    expect(await ask("/keep/list")).toBe("/keep/list");
    expect(await ask("/api/user/1")).toBe("/v1/user/1");
  });

  it("passes status, reason, repeated headers and odd bytes of the answer on", async () => {
    const origin = await routeTo((_request, response) => {
      response.writeHead(418, "Short And Stout", [
        "Set-Cookie",
        "a=1",
        "Set-Cookie",
        "b=2",
        "X-Latin",
        "caf\xe9",
      ]);
      response.end("tea");
    });
    const response = await fetch(origin);
    expect([response.status, response.statusText]).toEqual([418, "Short And Stout"]);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.get("x-latin")).toBe("caf\xe9");
    expect(response.headers.get("cache-control")).toBe("private");
    expect(await response.text()).toBe("tea");
  });

  it("leaves a Cache-Control of the service alone", async () => {
    const origin = await routeTo((_request, response) => {
      response.setHeader("Cache-Control", "public, max-age=60");
      response.end();
    });
    expect((await fetch(origin)).headers.get("cache-control")).toBe("public, max-age=60");
  });

  it.each([204, 304])("answers %i without a body and keeps the connection", async (status) => {
    const origin = await routeTo((_request, response) => response.writeHead(status).end());
    for (let i = 0; i < 3; i++) expect((await fetch(origin)).status).toBe(status);
  });

  it("answers HEAD with the length that GET would have", async () => {
    const origin = await routeTo((_request, response) => {
      response.setHeader("Content-Length", 1234);
      response.end();
    });
    const response = await fetch(origin, { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe("1234");
    expect(await response.text()).toBe("");
  });

  it("passes trailers and early hints on", async () => {
    await routeTo((_request, response) => {
      response.writeEarlyHints({ link: "</a.css>; rel=preload; as=style" });
      response.writeHead(200, { Trailer: "X-Sum" });
      response.write("body");
      response.addTrailers({ "X-Sum": "42" });
      response.end();
    });
    const answer = await sendRaw(
      await house.port(),
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 103 Early Hints\r\nLink: <\/a.css>; rel=preload; as=style\r\n/);
    expect(answer).toMatch(/X-Sum: 42\r\n\r\n$/i);
  });

  it("speaks to a client of HTTP/1.0", async () => {
    await routeTo((_request, response) => {
      response.write("one ");
      response.end("two");
    });
    const answer = await sendRaw(await house.port(), "GET / HTTP/1.0\r\n\r\n");
    expect(answer).toMatch(/\r\n\r\none two$/);
    expect(answer.toLowerCase()).not.toContain("transfer-encoding");
  });

  it("reads an answer that ends with the connection", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end("HTTP/1.0 200 OK\r\n\r\nold but whole"));
    });
    const target = await listenOn(server, "old");
    await house.route(backends(target));
    expect(await (await fetch(await house.origin())).text()).toBe("old but whole");
    server.close();
  });

  it("answers pipelined requests in order", async () => {
    await routeTo((request, response) => {
      setTimeout(() => response.end(`<${request.url}>`), request.url === "/1" ? 50 : 0);
    });
    const answer = await sendRaw(
      await house.port(),
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(answer.indexOf("</1>")).toBeGreaterThan(0);
    expect(answer.indexOf("</2>")).toBeGreaterThan(answer.indexOf("</1>"));
  });
});

describe("bodies", () => {
  const digest: RequestListener = (request, response) => {
    const hash = createHash("sha256");
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      hash.update(chunk);
    });
    request.on("end", () => {
      const framing = request.headers["content-length"] ?? request.headers["transfer-encoding"];
      response.end(`${size} ${hash.digest("hex")} ${framing}`);
    });
  };

  it.each(["length", "chunked"])("carries 400 MB up (%s) without holding them", async (framing) => {
    const origin = await routeTo(digest);
    const piece = Buffer.alloc(MEGABYTE, 7);
    const hash = createHash("sha256");
    const before = process.memoryUsage().rss;
    let peak = 0;
    const headers = framing === "length" ? { "content-length": 400 * MEGABYTE } : {};
    const answer = await new Promise<string>((resolve, reject) => {
      const outgoing = httpRequest(origin, { method: "POST", headers }, (response) => {
        readAll(response).then((body) => resolve(body.toString()), reject);
      });
      outgoing.on("error", reject);
      let left = 400;
      const pump = (): void => {
        while (left > 0) {
          left--;
          hash.update(piece);
          peak = Math.max(peak, process.memoryUsage().rss);
          if (!outgoing.write(piece)) {
            outgoing.once("drain", pump);
            return;
          }
        }
        outgoing.end();
      };
      pump();
    });
    const told = framing === "length" ? String(400 * MEGABYTE) : "chunked";
    expect(answer).toBe(`${400 * MEGABYTE} ${hash.digest("hex")} ${told}`);
    // Client, router and instance share this process, and its garbage is collected when it likes; holding the body
    // would show as 400 MB or more.
    expect(peak - before).toBeLessThan(250 * MEGABYTE);
  });

  it("stops reading from the instance while the client does not read", async () => {
    let sent = 0;
    const origin = await routeTo((_request, response) => {
      const piece = Buffer.alloc(MEGABYTE, 1);
      const pump = (): void => {
        while (sent < 100 * MEGABYTE) {
          sent += piece.length;
          if (!response.write(piece)) {
            response.once("drain", pump);
            return;
          }
        }
        response.end();
      };
      pump();
    });
    const response = await new Promise<IncomingMessage>((resolve) => {
      httpRequest(origin, resolve).end();
    });
    response.pause();
    let last = -1;
    await waitFor(async () => {
      const isStill = sent === last;
      last = sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return isStill;
    });
    expect(sent).toBeLessThan(40 * MEGABYTE);
    let received = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) received += chunk.length;
    expect(received).toBe(100 * MEGABYTE);
  });

  it("sends events of a stream on as they come", async () => {
    let emit: (text: string) => void = () => undefined;
    const origin = await routeTo((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      emit = (text) => response.write(`data: ${text}\n\n`);
    });
    const response = await fetch(origin);
    const reader = response.body!.getReader();
    for (const word of ["one", "two", "three"]) {
      emit(word);
      const piece = await reader.read();
      expect(Buffer.from(piece.value as Uint8Array).toString()).toBe(`data: ${word}\n\n`);
    }
    await reader.cancel();
  });

  it("asks for the body with 100 Continue only when an instance takes it", async () => {
    const origin = await routeTo(digest);
    const outgoing = httpRequest(origin, {
      method: "POST",
      headers: { expect: "100-continue", "content-length": 5 },
    });
    outgoing.flushHeaders();
    await new Promise((resolve) => outgoing.once("continue", resolve));
    const answered = new Promise<IncomingMessage>((resolve) => outgoing.once("response", resolve));
    outgoing.end("hello");
    expect((await readAll(await answered)).toString()).toMatch(/^5 /);

    await house.route(backends());
    const answer = await sendRaw(
      await house.port(),
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 504 /);
  });

  it("passes an answer on that comes before the body was read", async () => {
    const origin = await routeTo((_request, response) => {
      response.writeHead(413).end("too large");
    });
    const response = await fetch(origin, { method: "POST", body: Buffer.alloc(200_000) });
    expect([response.status, await response.text()]).toEqual([413, "too large"]);
  });

  it("ends the request at the instance when the client leaves", async () => {
    let isGone = false;
    let isThere = false;
    const origin = await routeTo((_request, response) => {
      isThere = true;
      response.on("close", () => (isGone = true));
      response.write("begun");
    });
    const outgoing = httpRequest(origin, (response) => response.on("error", () => undefined));
    outgoing.on("error", () => undefined);
    outgoing.end();
    await waitFor(() => isThere);
    outgoing.destroy();
    await waitFor(() => isGone);
    await waitFor(async () => (await house.router.status()).inFlight["i0"] === 0);
  });
});

describe("switched protocols", () => {
  async function routeToWebSocket(): Promise<{ port: number; sockets: WebSocketServer }> {
    const { target, server } = await instance((_request, response) => response.writeHead(426).end("no"));
    const sockets = new WebSocketServer({ server, path: "/ws" });
    sockets.on("connection", (socket) => socket.on("message", (data) => socket.send(data)));
    await house.route(backends(target));
    return { port: await house.port(), sockets };
  }

  it("carries a websocket both ways and counts it", async () => {
    const { port, sockets } = await routeToWebSocket();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
    await new Promise((resolve) => socket.once("open", resolve));
    const big = Buffer.alloc(300_000, 5);
    const echoed = new Promise<Buffer>((resolve) =>
      socket.once("message", (data) => resolve(data as Buffer)),
    );
    socket.send(big);
    expect((await echoed).equals(big)).toBe(true);
    expect((await house.router.status()).inFlight).toEqual({ i0: 1 });
    socket.close();
    await waitFor(async () => (await house.router.status()).inFlight["i0"] === 0);
    sockets.close();
  });

  it("passes a refusal of the instance on and closes, so that nothing is tunnelled behind it", async () => {
    const { port, sockets } = await routeToWebSocket();
    const answer = await sendRaw(
      port,
      "GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1);
    sockets.close();
  });

  it("treats an upgrade to h2c as the ordinary request it also is", async () => {
    await routeTo(tellRequest);
    const answer = await sendRaw(
      await house.port(),
      "GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).not.toContain("http2-settings");
  });

  it("gives an app without instances the marked page also for an upgrade", async () => {
    await house.route(backends());
    const answer = await sendRaw(
      await house.port(),
      "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 504 /);
  });
});

describe("a component that speaks HTTP/2", () => {
  it("is spoken to in HTTP/2 without TLS", async () => {
    const http2 = await import("node:http2");
    const server = http2.createServer();
    server.on("stream", (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        stream.respond({ ":status": 201, "x-path": headers[":path"], "x-authority": headers[":authority"] });
        stream.end(Buffer.concat(chunks));
      });
    });
    const sessions = new Set<import("node:http2").ServerHttp2Session>();
    server.on("session", (session) => sessions.add(session));
    const target = await listenOn(server, "h2");
    await house.route({ backends: { "shop/web": backend([target], "http2") } });
    const origin = await house.origin();
    for (const body of ["one", "x".repeat(300_000)]) {
      const response = await fetch(`${origin}/grpc?x=1`, { method: "POST", body });
      expect(response.status).toBe(201);
      expect(response.headers.get("x-path")).toBe("/grpc?x=1");
      expect(response.headers.get("x-authority")).toBe(origin.slice("http://".length));
      expect(await response.text()).toBe(body);
    }
    expect(sessions.size).toBe(1);
    for (const session of sessions) session.destroy();
    server.close();
  });
});

describe("when nobody can answer", () => {
  it("says in words and in a header that no instance is healthy", async () => {
    await house.route(backends());
    const origin = await house.origin();
    const text = await fetch(origin);
    expect(text.status).toBe(504);
    expect(text.headers.get("x-ashore-failure")).toBe("no_healthy_upstream");
    expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const page = await fetch(origin, { headers: { accept: "text/html,*/*" } });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("No healthy instance");
  });

  it("marks an instance that dies before its answer, and one that answers nonsense", async () => {
    const mode = { text: "" };
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("data", () => (mode.text === "" ? socket.destroy() : socket.end(mode.text)));
    });
    await house.route(backends(await listenOn(server, "bad")));
    const origin = await house.origin();
    const ask = async (): Promise<[number, string | null]> => {
      const response = await fetch(origin, { method: "POST", body: "x" });
      await response.text();
      return [response.status, response.headers.get("x-ashore-failure")];
    };
    expect(await ask()).toEqual([502, "upstream_closed"]);
    for (const text of [
      "nonsense\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      "HTTP/1.1 200 OK\r\nBad Name: 1\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ]) {
      mode.text = text;
      expect(await ask()).toEqual([502, "upstream_closed"]);
    }
    server.close();
  });

  it("breaks the connection when the instance dies in the middle of its answer", async () => {
    const origin = await routeTo((_request, response) => {
      response.writeHead(200, { "content-length": 100_000 });
      response.write("half");
      setTimeout(() => response.destroy(), 20);
    });
    const response = await fetch(origin);
    await expect(response.text()).rejects.toThrow();
  });

  it("marks a host that no app has and a path without a rule", async () => {
    const { target } = await instance(tellRequest);
    const app = { app: "shop", hosts: ["shop.localhost"], isFallback: false, rules: [toBackend("/api")] };
    await house.route({ ...backends(target), apps: [app] });
    const port = await house.port();
    const ask = (host: string, path: string): Promise<string> =>
      sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(await ask("other.localhost", "/api")).toMatch(/^HTTP\/1.1 404 [^]*x-ashore-failure: unknown_host/);
    expect(await ask("shop.localhost", "/")).toMatch(/^HTTP\/1.1 404 [^]*x-ashore-failure: no_route/);
    expect(await ask(`SHOP.localhost:${port}`, "/api")).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe("the page for a name that no app has", () => {
  it("lists up to five names that are answered, each app's own in front and none of the inside", async () => {
    const hosts = (app: string): string[] => [
      `${app}.localhost`,
      `${app}.ashore.internal`,
      `www.${app}.test`,
    ];
    const apps = ["shop", "blog", "docs"].map((app) => ({
      ...{ app, hosts: hosts(app), isFallback: false, rules: [toBackend("/")] },
    }));
    await house.route({ apps });
    const response = await fetch(await house.origin());
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(
      "404 No app has this name\nNo app of this Ashore answers to the name 127.0.0.1. These names are answered: shop.localhost, blog.localhost, docs.localhost, www.shop.test, www.blog.test and 1 more.\n",
    );
  });
});

describe("rules beside the component", () => {
  it("redirects with the address the client used", async () => {
    const target = {
      kind: "redirect",
      uri: "/new",
      authority: null,
      port: null,
      scheme: "http",
      code: 301,
    } as const;
    await house.route({}, [toBackend("/old", { target })]);
    const origin = await house.origin();
    const response = await fetch(`${origin}/old/x?q=1`, { redirect: "manual", method: "POST", body: "x" });
    expect([response.status, response.headers.get("location")]).toEqual([301, `${origin}/new?q=1`]);
  });

  it("answers preflights itself and replaces the component's own CORS headers", async () => {
    let asked = 0;
    const { target } = await instance((_request, response) => {
      asked++;
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.end();
    });
    const cors = {
      allowOrigins: [{ exact: "https://a.test" }],
      allowMethods: ["PUT"],
      allowHeaders: [],
      exposeHeaders: [],
      maxAgeSeconds: null,
      allowCredentials: false,
    };
    await house.route(backends(target), [toBackend("/", { cors })]);
    const port = await house.port();
    const ask = (method: string, origin: string): Promise<string> =>
      sendRaw(
        port,
        `${method} / HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nAccess-Control-Request-Method: PUT\r\nConnection: close\r\n\r\n`,
      );
    const preflight = await ask("OPTIONS", "https://a.test");
    expect(preflight).toMatch(/^HTTP\/1.1 200 [^]*access-control-allow-methods: PUT/);
    expect(asked).toBe(0);
    const actual = await ask("GET", "https://a.test");
    expect(actual.match(/access-control-allow-origin: .*/gi)).toEqual([
      "access-control-allow-origin: https://a.test",
    ]);
    expect(await ask("OPTIONS", "https://other.test")).toMatch(/Access-Control-Allow-Origin: \*/);
    expect(asked).toBe(2);
  });
});
