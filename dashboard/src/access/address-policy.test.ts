import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  AddressNotAllowedError,
  checkUrl,
  guardedFetch,
  guardedLookup,
  isAllowedHost,
  judgeAddress,
} from "./address-policy.ts";

const nobody = { allowedHosts: [] };

describe("judgeAddress", () => {
  const refused = {
    "0.0.0.0": "unspecified",
    "0.1.2.3": "unspecified",
    "10.0.0.1": "private",
    "100.64.0.1": "carrier",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "169.254.169.254": "link-local",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.8": "reserved",
    "192.0.2.1": "reserved",
    "192.168.1.1": "private",
    "198.18.0.1": "reserved",
    "198.51.100.7": "reserved",
    "203.0.113.9": "reserved",
    "224.0.0.1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "[::1]": "loopback",
    "::127.0.0.1": "loopback",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:a9fe:a9fe": "link-local",
    "::ffff:0:10.0.0.1": "private",
    "64:ff9b::10.0.0.1": "private",
    "64:ff9b:1::8.8.8.8": "reserved",
    "2002:7f00:1::1": "loopback",
    "2002:a9fe:a9fe::1": "link-local",
    // Teredo: a public server, a client at 192.168.0.1
    "2001:0:0808:0808:0:0:3f57:fffe": "private",
    // Teredo: a server at 10.0.0.1, a public client
    "2001:0:a00:1:0:0:f7f7:f7f7": "private",
    "fc00::1": "private",
    "fd12:3456::1": "private",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "reserved",
    "ff02::1": "multicast",
    "100::1": "reserved",
    "2001:db8::1": "reserved",
    "3fff::1": "reserved",
    "4000::1": "reserved",
    "5f00::1": "reserved",
  };

  it.each(Object.entries(refused))("refuses %s as %s", (address, word) => {
    const verdict = judgeAddress(address);
    expect(verdict.allowed).toBe(false);
    expect(verdict.allowed ? "" : verdict.reason).toContain(word);
  });

  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001:80b::200e",
    "[2606:4700::1111]",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
  ])("allows %s", (address) => {
    expect(judgeAddress(address)).toEqual({ allowed: true });
  });

  it.each(["localhost", "127.1", "0x7f000001", ""])("does not take %j for an address", (text) => {
    expect(judgeAddress(text).allowed).toBe(false);
  });
});

describe("isAllowedHost", () => {
  const policy = {
    allowedHosts: ["Intranet.Example", "build.example:8080", "10.0.0.5", "[::1]:3000", "fd00::0:7"],
  };

  it.each([
    ["intranet.example", 80],
    ["INTRANET.example.", 8443],
    ["build.example", 8080],
    ["10.0.0.5", 1],
    ["[::1]", 3000],
    ["::1", 3000],
    ["[fd00::7]", 443],
  ])("knows %s on port %i", (host, port) => {
    expect(isAllowedHost(policy, host, port)).toBe(true);
  });

  it.each([
    ["build.example", 80],
    ["sub.intranet.example", 80],
    ["10.0.0.50", 80],
    ["[::1]", 80],
  ])("does not know %s on port %i", (host, port) => {
    expect(isAllowedHost(policy, host, port)).toBe(false);
  });
});

describe("guardedLookup", () => {
  const look = (allowedHosts: string[], host: string, all: boolean) =>
    new Promise((done, fail) => {
      guardedLookup({ allowedHosts }, 80)(host, { all }, (error, address) =>
        error ? fail(error) : done(address),
      );
    });

  it("refuses a name that leads to a private address", async () => {
    await expect(look([], "localhost", true)).rejects.toMatchObject({ code: "ADDRESS_NOT_ALLOWED" });
    await expect(look([], "localhost", false)).rejects.toThrow(/localhost leads to .* is a loopback address/);
  });

  it("gives one address or all of them, as asked", async () => {
    expect(await look(["localhost"], "localhost", true)).toContainEqual({ address: "127.0.0.1", family: 4 });
    expect(await look(["localhost:80"], "localhost", false)).toMatch(/^(127\.0\.0\.1|::1)$/);
  });

  it("does not let an allowed host in on another port", async () => {
    await expect(look(["localhost:81"], "localhost", true)).rejects.toThrow(AddressNotAllowedError);
  });
});

describe("checkUrl", () => {
  it.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://①②⑦.0.0.1/",
    "http://[::ffff:7f00:1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost:3000/",
    "http://name.localhost/",
    "http://user:secret@8.8.8.8/",
    "ftp://8.8.8.8/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "no url",
    "http://0/",
  ])("refuses %s", async (url) => {
    expect(await checkUrl(nobody, url)).toMatchObject({ allowed: false });
  });

  it("says that a name does not resolve", async () => {
    const verdict = await checkUrl(nobody, "http://nothing.invalid/");
    expect(verdict).toEqual({ allowed: false, reason: "the name nothing.invalid does not resolve" });
  });

  it("allows public addresses and allowed hosts", async () => {
    expect(await checkUrl(nobody, "https://8.8.8.8/")).toEqual({ allowed: true });
    expect(await checkUrl({ allowedHosts: ["127.0.0.1:3000"] }, "http://127.0.0.1:3000/")).toEqual({
      allowed: true,
    });
  });
});

describe("guardedFetch", () => {
  let servers: Server[] = [];

  afterEach(() => {
    for (const server of servers) server.close();
    servers = [];
  });

  async function serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<number> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return (server.address() as AddressInfo).port;
  }

  const limits = { maxBytes: 1000, timeoutMs: 5000 };

  it("fetches from an allowed host and tells where it ended", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/") response.writeHead(302, { location: "/there" }).end();
      else response.end(`${request.method} ${request.url}`);
    });
    const policy = { allowedHosts: [`localhost:${port}`] };
    const answer = await guardedFetch(policy, `http://localhost:${port}/`, limits);
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe("GET /there");
    expect(answer.finalUrl).toBe(`http://localhost:${port}/there`);
  });

  it("never connects to a literal or a name that is not allowed", async () => {
    let requests = 0;
    const port = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    for (const host of ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
      await expect(guardedFetch(nobody, `http://${host}:${port}/`, limits)).rejects.toThrow(
        AddressNotAllowedError,
      );
    expect(requests).toBe(0);
  });

  it("judges each redirect", async () => {
    let requests = 0;
    const inner = await serve((_request, response) => {
      requests += 1;
      response.end("secret");
    });
    const outer = await serve((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inner}/` }).end(),
    );
    const policy = { allowedHosts: [`127.0.0.1:${outer}`] };
    await expect(guardedFetch(policy, `http://127.0.0.1:${outer}/`, limits)).rejects.toThrow(
      AddressNotAllowedError,
    );
    expect(requests).toBe(0);
  });

  it("gives a redirect back when none may be followed, and stops after too many", async () => {
    const port = await serve((_request, response) => response.writeHead(301, { location: "/" }).end());
    const policy = { allowedHosts: ["127.0.0.1"] };
    const url = `http://127.0.0.1:${port}/`;
    expect(await guardedFetch(policy, url, { ...limits, maxRedirects: 0 })).toMatchObject({ status: 301 });
    await expect(guardedFetch(policy, url, { ...limits, maxRedirects: 3 })).rejects.toMatchObject({
      code: "TOO_MANY_REDIRECTS",
    });
  });

  it("does not carry headers to another origin, nor a body into a GET", async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(request.method, request.headers.authorization, request.headers["content-type"]);
      response.end();
    });
    const port = await serve((_request, response) =>
      response.writeHead(303, { location: `http://localhost:${other}/` }).end(),
    );
    await guardedFetch({ allowedHosts: ["127.0.0.1", "localhost"] }, `http://127.0.0.1:${port}/`, {
      ...limits,
      method: "POST",
      body: "{}",
      headers: { authorization: "Bearer x", "content-type": "application/json" },
    });
    expect(seen).toEqual(["GET", undefined, undefined]);
  });

  it("limits size and time", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/large") response.end("x".repeat(5000));
    });
    const policy = { allowedHosts: ["127.0.0.1"] };
    const large = `http://127.0.0.1:${port}/large`;
    await expect(guardedFetch(policy, large, limits)).rejects.toMatchObject({ code: "BODY_TOO_LARGE" });
    expect((await guardedFetch(policy, large, { ...limits, whenLarger: "cut" })).body).toHaveLength(1000);
    await expect(
      guardedFetch(policy, `http://127.0.0.1:${port}/slow`, { ...limits, timeoutMs: 50 }),
    ).rejects.toMatchObject({ code: "TIMED_OUT" });
  });
});
