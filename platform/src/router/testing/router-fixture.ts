import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../base/log.ts";
import type { Backend, RouteRule, RouteTable, StaticSite, Target } from "../../base/route-table.ts";
import { LocalRouter } from "../local-router.ts";

/** A real HTTP server that stands for an instance. */
export interface TestInstance {
  readonly target: Target;
  readonly server: Server;
  close(): Promise<void>;
}

/** Starts an instance on a free port (or the given one). */
export async function startInstance(id: string, listener: RequestListener, port = 0): Promise<TestInstance> {
  const server = createServer(listener);
  return { target: await listenOn(server, id, port), server, close: () => closeServer(server) };
}

export async function listenOn(server: import("node:net").Server, id: string, port = 0): Promise<Target> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { id, address: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A router in this process with a home of its own and one listener on a free port. */
export interface TestRouter {
  readonly router: LocalRouter;
  readonly home: string;
  /** `http://127.0.0.1:PORT`, once a table was applied. */
  origin(): Promise<string>;
  port(): Promise<number>;
  /** Applies a table of one app (a fallback named `shop`) with the next version. */
  route(parts: Partial<RouteTable>, rules?: readonly RouteRule[]): Promise<void>;
  close(): Promise<void>;
}

export async function startTestRouter(): Promise<TestRouter> {
  const home = await mkdtemp(join(tmpdir(), "ashore-router-"));
  const router = new LocalRouter({ home, log: silentLog });
  let version = 0;
  const port = async (): Promise<number> => (await router.status()).listeners[0]?.port ?? 0;
  return {
    router,
    home,
    port,
    origin: async () => `http://127.0.0.1:${await port()}`,
    route: (parts, rules = [toBackend("/")]) => router.apply({ ...tableOf(++version, rules), ...parts }),
    close: async () => {
      await router.close(0);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A table of one app, alone on its router, on one free port. */
export function tableOf(version: number, rules: readonly RouteRule[]): RouteTable {
  return {
    version,
    listeners: [{ address: "127.0.0.1", port: 0 }],
    apps: [{ app: "shop", hosts: ["shop.localhost"], isFallback: true, rules }],
    backends: {},
    forwards: [],
  };
}

/** The backend `shop/web` with these targets. */
export function backends(...targets: readonly Target[]): { backends: Record<string, Backend> } {
  return { backends: { "shop/web": backend(targets) } };
}

export function backend(
  targets: readonly Target[],
  protocol: Backend["protocol"] = "http1",
  component = "web",
): Backend {
  return { id: `shop/${component}`, app: "shop", component, protocol, targets };
}

/** A rule that sends a prefix to `shop/web`, whole path kept. */
export function toBackend(prefix: string, change: Partial<RouteRule> = {}): RouteRule {
  return {
    host: null,
    path: { prefix },
    target: { kind: "backend", backend: "shop/web", prefix: "keep" },
    cors: null,
    ...change,
  };
}

/** A rule that serves a site's files below a prefix, which is cut off. */
export function toSite(prefix: string, site: Partial<StaticSite> & { root: string }): RouteRule {
  const whole: StaticSite = {
    component: "site",
    indexDocument: "index.html",
    errorDocument: "404.html",
    catchallDocument: null,
    ...site,
  };
  return {
    host: null,
    path: { prefix },
    target: { kind: "static", site: whole, prefix: "trim" },
    cors: null,
  };
}

/** Sends bytes as they are and gives all that comes back until the other side closes, or `until` is in it. */
export function sendRaw(port: number, bytes: string, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"));
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      text += chunk;
      if (until !== undefined && text.includes(until)) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

/** Resolves as soon as `check` is true; fails after `timeoutMs`. */
export async function waitFor(check: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error("the awaited condition did not come true");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
