import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Forward, Target } from "../../base/route-table.ts";
import { listenOn, sendRaw, startTestRouter, waitFor, type TestRouter } from "../testing/router-fixture.ts";

let house: TestRouter;
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeEach(async () => {
  house = await startTestRouter();
});
afterEach(async () => {
  await house.close();
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server that answers all it got, with its own id in front, once the client has ended its side. */
async function echo(id: string): Promise<Target> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("end", () => socket.end(`${id}:${text}`));
    socket.on("error", () => undefined);
  });
  servers.push(server);
  return listenOn(server, id);
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await listenOn(server, "free");
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function forward(port: number, ...targets: readonly Target[]): { forwards: Forward[] } {
  return {
    forwards: [{ app: "shop", component: "api", listen: { address: "127.0.0.1", port }, targets }],
  };
}

function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }, () => socket.end(text));
    let got = "";
    socket.on("data", (chunk) => (got += chunk.toString()));
    socket.on("error", reject);
    socket.on("close", () => resolve(got));
  });
}

it("carries bytes both ways and passes on that one side has ended", async () => {
  const port = await freePort();
  await house.route(forward(port, await echo("a")));
  const big = "x".repeat(500_000);
  expect(await talk(port, big)).toBe(`a:${big}`);
});

it("gives connections to the target with the fewest, counts them, and drains", async () => {
  const port = await freePort();
  const [a, b] = [await echo("a"), await echo("b")];
  await house.route(forward(port, a, b));
  const open = [1, 2, 3, 4].map(() => connect(port, "127.0.0.1"));
  await waitFor(async () => {
    const { inFlight } = await house.router.status();
    return inFlight["a"] === 2 && inFlight["b"] === 2;
  });
  await house.route(forward(port, b));
  expect(await house.router.drain(["a"], 30)).toBe(2);
  for (const socket of open) socket.end();
  expect(await house.router.drain(["a", "b"], 10_000)).toBe(0);
});

it("goes to the next target when one refuses", async () => {
  const port = await freePort();
  const gone = { id: "gone", address: "127.0.0.1", port: await freePort() };
  await house.route(forward(port, gone, await echo("b")));
  for (let i = 0; i < 4; i++) expect(await talk(port, "hi")).toBe("b:hi");
  expect((await house.router.status()).inFlight).toEqual({ gone: 0, b: 0 });
});

it("refuses connections while there is no target", async () => {
  const port = await freePort();
  const target = await echo("a");
  await house.route(forward(port));
  await expect(talk(port, "hi")).rejects.toThrow("ECONNREFUSED");
  await house.route(forward(port, target));
  expect(await talk(port, "hi")).toBe("a:hi");
  await house.route(forward(port));
  await expect(sendRaw(port, "hi")).rejects.toThrow("ECONNREFUSED");
});

it("reports an address it cannot listen on and goes on trying", async () => {
  const blocker = createServer();
  const { port } = await listenOn(blocker, "blocker");
  await house.route(forward(port, await echo("a")));
  const { problems } = await house.router.status();
  expect(problems).toEqual([
    { listen: { address: "127.0.0.1", port }, reason: expect.stringContaining("EADDRINUSE") as string },
  ]);
  await new Promise((resolve) => blocker.close(resolve));
  await waitFor(async () => (await house.router.status()).problems.length === 0);
  expect(await talk(port, "hi")).toBe("a:hi");
});
