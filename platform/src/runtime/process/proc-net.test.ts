import { createServer, type AddressInfo, type Server } from "node:net";
import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Instance } from "../../plan/instance.ts";
import { correctPorts } from "./listening.ts";
import { isLoopback, parseListening } from "./proc-net.ts";

describe("parseListening", () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  it.each(["127.0.0.1", "0.0.0.0", "::1", "::"])("reads a real socket on %s", async (address) => {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen({ port: 0, host: address, ipv6Only: true }, resolve));
    const { port } = server.address() as AddressInfo;
    const file = address.includes(":") ? "tcp6" : "tcp";
    const sockets = parseListening(await readFile(`/proc/self/net/${file}`, "utf8"));
    const own = sockets.filter((socket) => socket.port === port);
    expect(own).toEqual([{ address, port, inode: expect.stringMatching(/^\d+$/) as string }]);
  });

  it("shows an IPv4 address that is written as an IPv6 one as IPv4", () => {
    const line = "0: 0000000000000000FFFF00000100007F:1F90 0:0 0A 0:0 0:0 0 0 0 77 1";
    expect(parseListening(`header\n${line}\n`)).toEqual([{ address: "127.0.0.1", port: 8080, inode: "77" }]);
  });
});

describe("isLoopback", () => {
  it("knows both families", () => {
    expect(["127.0.0.2", "::1", "0.0.0.0", "::", "10.0.0.1"].map(isLoopback)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("correctPorts", () => {
  const instance = { ports: { 8080: 40_001 } } as unknown as Instance;
  const at = (port: number, address = "0.0.0.0") => ({ address, port });
  const portOf = (found: readonly { address: string; port: number }[]): number | undefined =>
    correctPorts(instance, found).ports[8080];

  it("leaves a port that is listened on as it is", () => {
    expect(portOf([at(9229), at(40_001)])).toBe(40_001);
  });

  it("prefers the spec's own port when PORT was ignored", () => {
    expect(portOf([at(3000), at(8080)])).toBe(8080);
  });

  it("takes a port others can reach before one on the loopback", () => {
    expect(portOf([at(3000, "127.0.0.1"), at(5000)])).toBe(5000);
  });

  it("expects what was assigned as long as nothing listens", () => {
    expect(portOf([])).toBe(40_001);
  });
});
