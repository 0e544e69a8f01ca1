import { createServer, ServerResponse, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Listener } from "../../base/route-table.ts";
import type { Front } from "./front.ts";

const MAX_HEAD_BYTES = 64 * 1024;
const HEADERS_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 75_000;
const CHECK_INTERVAL_MS = 10_000;
const CLOSE_STEP_MS = 50;

/** An open listener for HTTP/1.1. */
export interface OpenListener {
  /** The address it is bound to; the port is the real one if 0 was asked for. */
  readonly bound: Listener;
  /** Takes no new connections and resolves when the requests under way are answered, or `forceAfterMs` is over. */
  close(forceAfterMs: number): Promise<void>;
}

/**
 * Opens a listener whose requests go to `front`.
 * @throws the system error (`EADDRINUSE`, `EADDRNOTAVAIL`, …)
 */
export function openHttpListener(listener: Listener, front: Front): Promise<OpenListener> {
  const server = makeServer(front);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: listener.address, port: listener.port, backlog: 1024 }, () => {
      server.off("error", reject);
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : listener.port;
      resolve({
        bound: { address: listener.address, port },
        close: (forceAfterMs) => closeServer(server, sockets, forceAfterMs),
      });
    });
  });
}

function makeServer(front: Front): Server {
  const server = createServer({
    maxHeaderSize: MAX_HEAD_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // Uploads may take as long as they take.
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    insecureHTTPParser: false,
    requireHostHeader: true,
    noDelay: true,
    shouldUpgradeCallback: mayUpgrade,
  });
  // Node cuts longer lists without a word; the size of the head is what bounds them.
  server.maxHeadersCount = 0;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    if (!server.listening) response.shouldKeepAlive = false;
    front(request, response);
  };
  server.on("request", onRequest);
  server.on("checkContinue", onRequest);
  server.on("checkExpectation", onRequest);
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    startUpgrade(front, request, socket, head);
  });
  return server;
}

/**
 * An upgrade to h2c would open a tunnel past the route rules, and one with a body has unclear framing: both
 * are served as the ordinary requests they also are.
 */
function mayUpgrade(request: IncomingMessage): boolean {
  const { upgrade = "", "content-length": length, "transfer-encoding": encoding } = request.headers;
  const isToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z/]+$/.test(upgrade);
  return isToken && !/^h2c?$/i.test(upgrade) && encoding === undefined && (length ?? "0") === "0";
}

function startUpgrade(front: Front, request: IncomingMessage, socket: Socket, head: Buffer): void {
  socket.on("error", () => socket.destroy());
  socket.setTimeout(0);
  if (head.length > 0) socket.unshift(head);
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once("finish", () => {
    response.detachSocket(socket);
    socket.destroySoon();
  });
  front(request, response, socket);
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>, forceAfterMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A kept-alive connection becomes idle only after its running answer, so look again and again.
    const sweep = setInterval(() => server.closeIdleConnections(), CLOSE_STEP_MS);
    const force = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, forceAfterMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(force);
      resolve();
    });
  });
}
