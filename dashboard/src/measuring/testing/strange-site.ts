import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StrangeSite {
  readonly port: number;
  /** Every request that came, `GET /path`; upgrades to a websocket as `WS /path`. */
  readonly requests: readonly string[];
  readonly headersOf: (path: string) => IncomingMessage["headers"] | undefined;
  stop(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const MEGABYTE = 1_000_000;

/** Pages that fail in every way a page can; `more` adds to them. Runs on all of 127.0.0.0/8. */
export async function startStrangeSite(more: Readonly<Record<string, Answer>> = {}): Promise<StrangeSite> {
  const requests: string[] = [];
  const headers = new Map<string, IncomingMessage["headers"]>();
  const answers = { ...strangePages, ...more };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    requests.push(`${request.method} ${path}`);
    headers.set(path, request.headers);
    const answer = answers[path] ?? answers[`${path.split("/", 2).join("/")}/*`];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  server.on("upgrade", (request, socket) => {
    requests.push(`WS ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, "0.0.0.0", listening));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    headersOf: (path) => headers.get(path),
    stop: () => stopServer(server),
  };
}

export function page(body: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="en"><title>Strange</title><h1>Hello</h1>${body}</html>`);
  };
}

export function redirect(to: string | ((request: IncomingMessage) => string)): Answer {
  return (request, response) =>
    response.writeHead(302, { location: typeof to === "string" ? to : to(request) }).end();
}

export function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((stopped) => server.close(() => stopped()));
}

const strangePages: Readonly<Record<string, Answer>> = {
  "/": page("<p>Nothing strange here.</p>"),
  "/status/*": (request, response) => response.writeHead(Number(request.url?.split("/")[2])).end("no"),
  "/loop/*": redirect((request) => `/loop/${Number(request.url?.split("/")[2]) + 1}`),
  "/to-login": redirect("/login?next=%2F"),
  "/login": page("<form><label>Name <input></label></form>"),
  "/to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
  "/hang": page("<script>for (;;);</script>"),
  "/eats-memory": page("<script>const all = []; for (;;) all.push(new Array(1e6).fill(1.5));</script>"),
  "/never-loads": page('<img src="/silent" alt="">'),
  "/silent": () => undefined,
  "/reset": (request) => request.socket.destroy(),
  "/text": (_request, response) => response.writeHead(200, { "content-type": "text/plain" }).end("text"),
  "/200-megabytes": page('<script>fetch("/bytes/200").then((answer) => answer.arrayBuffer());</script>'),
  "/bytes/*": (request, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    sendMegabytes(response, Number(request.url?.split("/")[2]));
  },
};

function sendMegabytes(response: ServerResponse, count: number): void {
  if (count === 0) return void response.end();
  const goOn = (): void => sendMegabytes(response, count - 1);
  if (response.write(Buffer.alloc(MEGABYTE))) setImmediate(goOn);
  else response.once("drain", goOn);
}
