import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startPiped, type PipedChild } from "../base/exec.ts";
import type { RouteTable } from "../base/route-table.ts";
import { remoteRouter, type RemoteRouter } from "./remote-router.ts";
import {
  backends,
  listenOn,
  startInstance,
  tableOf,
  toBackend,
  waitFor,
  type TestInstance,
} from "./testing/router-fixture.ts";

let home: string;
let socketPath: string;
let router: RemoteRouter;
let web: TestInstance;
const children: PipedChild[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ashore-router-"));
  socketPath = join(home, "router.sock");
  router = remoteRouter(socketPath);
  web = await startInstance("web-1", (_request, response) => response.end("hello"));
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(children.splice(0).map((child) => child.ended));
  await web.close();
  await rm(home, { recursive: true, force: true });
});

/** Starts the router as a process of its own; what it logs is gathered. */
async function startRouter(isAwaited = true): Promise<{ child: PipedChild; log: () => string }> {
  const main = new URL("./main.ts", import.meta.url).href;
  const base = new URL("../base/log.ts", import.meta.url).href;
  const code = `const { runRouter } = await import(${JSON.stringify(main)});
    const { lineLog } = await import(${JSON.stringify(base)});
    const log = lineLog((line) => process.stdout.write(line));
    try {
      const running = await runRouter({ home: ${JSON.stringify(home)}, controlSocket: ${JSON.stringify(socketPath)}, log });
      await running.ended;
      process.exit(0);
    } catch (error) { process.stdout.write(String(error.code)); process.exit(3); }`;
  const child = await startPiped([process.execPath, "--input-type=module", "-e", code], { env: {} });
  children.push(child);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  if (isAwaited) await waitFor(() => text.includes("The router runs"));
  return { child, log: () => text };
}

async function kill(child: PipedChild): Promise<void> {
  child.kill("SIGKILL");
  await child.ended;
}

function table(version: number, port: number): RouteTable {
  return {
    ...tableOf(version, [toBackend("/")]),
    ...backends(web.target),
    listeners: [{ address: "127.0.0.1", port }],
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await listenOn(server, "free");
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const ask = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();

it("answers from its table on disk after kill -9, with nobody to tell it", async () => {
  const port = await freePort();
  const first = await startRouter();
  await router.apply(table(1, port));
  expect(await ask(port)).toBe("hello");
  await kill(first.child);
  await expect(router.status()).rejects.toMatchObject({ code: "ROUTER_UNREACHABLE" });
  await startRouter();
  expect(await ask(port)).toBe("hello");
  expect(await router.current()).toEqual(table(1, port));
  expect(await router.status()).toMatchObject({ version: 1, listeners: [{ address: "127.0.0.1", port }] });
});

it("keeps its control socket to its owner and lets no second router of its home start", async () => {
  await startRouter();
  expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
  const second = await startRouter(false);
  expect((await second.child.ended).code).toBe(3);
  expect(second.log()).toContain("ROUTER_ALREADY_RUNNING");
});

it("keeps a broken table aside and says so", async () => {
  await mkdir(join(home, "router"));
  await writeFile(join(home, "router", "table.json"), '{"version": 3, "listeners": [');
  const { log } = await startRouter();
  expect(log()).toContain("broken");
  expect(await readdir(join(home, "router"))).toEqual(["table.json.broken"]);
  expect(await router.current()).toBeUndefined();
  const port = await freePort();
  await router.apply(table(1, port));
  expect(await ask(port)).toBe("hello");
});

it("refuses an older table and one that is not valid, and goes on as before", async () => {
  await startRouter();
  const port = await freePort();
  await router.apply(table(5, port));
  await router.apply(table(5, port));
  await expect(router.apply({ ...table(5, port), apps: [] })).rejects.toMatchObject({
    code: "ROUTER_TABLE_OLDER",
  });
  await expect(router.apply(table(4, port))).rejects.toMatchObject({ code: "ROUTER_TABLE_OLDER" });
  const bad = {
    ...table(6, port),
    listeners: [{ address: "127.0.0.1", port: "80" }],
  } as unknown as RouteTable;
  await expect(router.apply(bad)).rejects.toMatchObject({
    code: "ROUTER_TABLE_INVALID",
    message: expect.stringContaining("table.listeners[0].port") as string,
  });
  expect(await ask(port)).toBe("hello");
});

it("rolls everything back when a listener's port is in use", async () => {
  await startRouter();
  const [port, free] = [await freePort(), await freePort()];
  await router.apply(table(1, port));
  const blocker = createServer();
  const taken = await listenOn(blocker, "blocker");
  const listeners = [free, taken.port].map((each) => ({ address: "127.0.0.1", port: each }));
  await expect(router.apply({ ...table(2, port), listeners })).rejects.toMatchObject({
    code: "ROUTER_PORT_IN_USE",
    message: expect.stringContaining(`127.0.0.1:${taken.port}`) as string,
  });
  expect(await ask(port)).toBe("hello");
  await expect(ask(free)).rejects.toThrow();
  const kept = JSON.parse(await readFile(join(home, "router", "table.json"), "utf8")) as RouteTable;
  expect(kept.version).toBe(1);
  await new Promise((resolve) => blocker.close(resolve));
  await router.apply({ ...table(2, port), listeners });
  expect(await ask(free)).toBe("hello");
  await waitFor(() =>
    ask(port).then(
      () => false,
      () => true,
    ),
  );
});

it("tries a listener again that could not be opened at its start", async () => {
  const port = await freePort();
  const { child } = await startRouter();
  await router.apply(table(1, port));
  await kill(child);
  const blocker = createServer();
  await listenOn(blocker, "blocker", port);
  const { log } = await startRouter();
  expect((await router.status()).problems).toHaveLength(1);
  expect(log()).toContain("Cannot listen yet");
  await new Promise((resolve) => blocker.close(resolve));
  await waitFor(async () => (await router.status()).problems.length === 0);
  expect(await ask(port)).toBe("hello");
});

it("ends on demand after its requests", async () => {
  const port = await freePort();
  const { child } = await startRouter();
  await router.apply(table(1, port));
  let finish: () => void = () => undefined;
  web.server.removeAllListeners("request");
  web.server.on("request", (_request, response: import("node:http").ServerResponse) => {
    finish = () => response.end("at last");
  });
  const asked = ask(port);
  await waitFor(async () => (await router.status()).inFlight["web-1"] === 1);
  await router.quit(10_000);
  finish();
  expect(await asked).toBe("at last");
  expect((await child.ended).code).toBe(0);
  expect(await readdir(home)).toEqual(["router"]);
});

it("probes as traffic goes", async () => {
  await startRouter();
  const probe = {
    kind: "http",
    path: "/",
    protocol: "http1",
    host: "web",
    timeoutMs: 2000,
    ...web.target,
  } as const;
  expect(await router.probe(probe)).toEqual({ ok: true, status: 200 });
  expect(await router.probe({ ...probe, kind: "tcp" })).toEqual({ ok: true, status: null });
  web.server.removeAllListeners("request");
  web.server.on("request", (_request, response: import("node:http").ServerResponse) => {
    response.writeHead(503).end();
  });
  expect(await router.probe(probe)).toMatchObject({ ok: false, status: 503 });
  web.server.removeAllListeners("request");
  expect(await router.probe({ ...probe, timeoutMs: 50 })).toEqual({
    ok: false,
    status: null,
    reason: "no answer within 50 ms",
  });
  const closed = await freePort();
  expect(await router.probe({ ...probe, port: closed })).toMatchObject({
    ok: false,
    reason: expect.stringContaining("ECONNREFUSED") as string,
  });
});

it.runIf(process.platform === "linux")("needs little memory when idle", async () => {
  await startRouter();
  const port = await freePort();
  await router.apply(table(1, port));
  await ask(port);
  const { pid } = await router.status();
  // What is mapped from files is shared with every other Node, so that its share depends on how many there are.
  const own = /^Pss_Anon:\s+([0-9]+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  expect(Number(own)).toBeLessThan(50 * 1024);
});
