import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { messageOf, PlatformError } from "../../base/errors.ts";
import type { Log } from "../../base/log.ts";
import { checkTable } from "../table-shape.ts";
import type { Router } from "../router.ts";
import { checkDrain, checkProbe, checkQuit } from "./control-shape.ts";

const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** Status of an answer that carries a PlatformError. */
const FAILED = 422;

/** The router's control API, over a unix socket that only its owner can open. */
export interface ControlServer {
  close(): Promise<void>;
}

export interface ControlOptions {
  readonly socketPath: string;
  readonly router: Router;
  readonly log: Log;
  /** Called after `POST /quit` was answered. */
  readonly quit: (graceMs: number) => void;
}

type Handler = (body: unknown, options: ControlOptions) => unknown;

const HANDLERS: Readonly<Record<string, Handler>> = {
  "GET /table": async (_body, { router }) => ({ table: (await router.current()) ?? null }),
  "PUT /table": async (body, { router }) => {
    await router.apply(checkTable(body));
    return {};
  },
  "GET /status": (_body, { router }) => router.status(),
  "POST /drain": async (body, { router }) => {
    const { targets, timeoutMs } = checkDrain(body);
    return { left: await router.drain(targets, timeoutMs) };
  },
  "POST /probe": (body, { router }) => router.probe(checkProbe(body)),
  "POST /quit": (body, { quit }) => {
    const { graceMs } = checkQuit(body);
    setImmediate(() => quit(graceMs));
    return {};
  },
};

/**
 * Opens the control socket. A socket left by a dead router is replaced.
 * @throws PlatformError `ROUTER_ALREADY_RUNNING`
 */
export async function openControl(options: ControlOptions): Promise<ControlServer> {
  if (await isAnswered(options.socketPath)) {
    throw new PlatformError(
      "ROUTER_ALREADY_RUNNING",
      `A router already answers at ${options.socketPath}; one home has one router`,
    );
  }
  await rm(options.socketPath, { force: true });
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    void handle(request, response, options);
  });
  await listen(server, options.socketPath);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ControlOptions,
): Promise<void> {
  const handler = HANDLERS[`${request.method ?? ""} ${request.url ?? ""}`];
  if (!handler) return send(response, 404, { code: "ROUTER_NO_SUCH_CALL", message: "No such call" });
  try {
    send(response, 200, await handler(await readBody(request), options));
  } catch (error) {
    if (error instanceof PlatformError) {
      send(response, FAILED, { code: error.code, message: error.message, hint: error.hint });
      return;
    }
    options.log.error("A control call failed", { call: request.url, error: messageOf(error) });
    send(response, 500, { code: "ROUTER_FAILED", message: messageOf(error) });
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new PlatformError("ROUTER_CALL_TOO_LARGE", "The call is too large");
    chunks.push(chunk);
  }
  if (size === 0) return null;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    throw new PlatformError("ROUTER_CALL_INVALID", "The call's body is not JSON", { cause: error });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // The mask, not a later chmod: the socket must at no time be open to others.
    const mask = process.umask(0o177);
    server.listen(socketPath, () => {
      server.off("error", reject);
      resolve();
    });
    process.umask(mask);
  });
}

function isAnswered(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
