import { once } from "node:events";
import { rm } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import type { AppEvent, AppStatus, EventBody } from "../../wire/index.ts";

/** What a route answers: a status with JSON, or lines; lines stay open until `release` if `isHeld`. */
export type Reply =
  | { readonly status?: number; readonly json: unknown }
  | { readonly lines: readonly unknown[]; readonly isHeld?: boolean; readonly dies?: boolean };

export interface Call {
  /** `POST /ashore/v1/up`, with its query. */
  readonly line: string;
  readonly body: unknown;
}

/** A control plane that says what a test tells it to, on the socket of a home. */
export interface ScriptedControlPlane {
  readonly calls: readonly Call[];
  /** `route` is method and path without query; a function may answer differently each time. */
  on(route: string, reply: Reply | (() => Reply)): void;
  close(): Promise<void>;
}

export async function scriptedControlPlane(home: string): Promise<ScriptedControlPlane> {
  const routes = new Map<string, Reply | (() => Reply)>();
  const calls: Call[] = [];
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      calls.push({ line: `${request.method} ${request.url}`, body });
      const route = `${request.method} ${request.url?.split("?")[0]}`;
      const reply = routes.get(route) ?? { status: 404, json: { id: "not_found", message: `no ${route}` } };
      send(response, typeof reply === "function" ? reply() : reply);
    });
  });
  const socketPath = path.join(home, "server.sock");
  await rm(socketPath, { force: true });
  server.listen(socketPath);
  await once(server, "listening");
  routes.set("GET /ashore/v1/status", { json: { version: "0", pid: 1, home } });
  routes.set("POST /ashore/v1/shutdown", { json: { stopped: true } });
  return {
    calls,
    on: (route, reply) => void routes.set(route, reply),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: http.IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? undefined : JSON.parse(text);
}

function send(response: http.ServerResponse, reply: Reply): void {
  if ("json" in reply) {
    response.writeHead(reply.status ?? 200, { "content-type": "application/json" });
    response.end(JSON.stringify(reply.json));
    return;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  response.flushHeaders();
  const text = reply.lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  response.write(text, () => {
    if (reply.dies) response.destroy();
    else if (!reply.isHeld) response.end();
  });
}

/** Events of deployment `d1` of the app `shop`, a second apart. */
export function events(...bodies: EventBody[]): AppEvent[] {
  return bodies.map((body, index) => ({
    seq: index + 1,
    at: new Date(Date.parse("2026-01-01T00:00:00Z") + index * 1000).toISOString(),
    app: "shop",
    deploymentId: "d1",
    body,
  }));
}

/** The app `shop` with one component, as it is when live. */
export function shop(directory: string, part: Partial<AppStatus> = {}): AppStatus {
  return {
    name: "shop",
    id: "app-1",
    directory,
    wanted: "up",
    url: "http://shop.localhost:8080",
    plainUrl: null,
    deployment: null,
    components: [
      {
        name: "api",
        kind: "service",
        state: "live",
        message: "",
        urls: ["http://shop.localhost:8080/"],
        privateAddress: "api:8080",
        instances: [],
      },
    ],
    databases: [{ name: "db", engine: "PG", version: "15", state: "running", address: "127.0.0.1:5433" }],
    jobs: [{ name: "migrate", kind: "PRE_DEPLOY", nextRun: null, runs: [] }],
    ...part,
  };
}
