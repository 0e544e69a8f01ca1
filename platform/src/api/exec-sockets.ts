import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { WebSocketServer, type WebSocket } from "ws";
import { messageOf } from "../base/errors.ts";
import type { PipedChild } from "../base/exec.ts";
import type { ExecInput, ExecOutput } from "../wire/index.ts";
import type { ApiParts } from "./parts.ts";

export interface ExecTicket {
  readonly app: string;
  readonly component: string;
  readonly instance: string | null;
  readonly command: readonly string[];
  readonly terminal: boolean;
}

/** Websockets for commands in instances; each is opened with a ticket that is good once, for a short time. */
export interface ExecSockets {
  /** @returns path of the websocket */
  admit(ticket: ExecTicket): string;
}

const PREFIX = "/ashore/v1/exec/";
const TICKET_MS = 30_000;
const NORMAL_CLOSURE = 1000;
const FAILED_CLOSURE = 1011;

export function execSockets(parts: ApiParts, server: Server): ExecSockets {
  const tickets = new Map<string, ExecTicket>();
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const token = request.url?.startsWith(PREFIX) ? request.url.slice(PREFIX.length) : "";
    const ticket = tickets.get(token);
    tickets.delete(token);
    if (!ticket) {
      socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (websocket) => void serve(parts, ticket, websocket));
  });
  return {
    admit: (ticket) => {
      const token = randomUUID();
      tickets.set(token, ticket);
      setTimeout(() => tickets.delete(token), TICKET_MS).unref();
      return PREFIX + token;
    },
  };
}

async function serve(parts: ApiParts, ticket: ExecTicket, socket: WebSocket): Promise<void> {
  const early: Buffer[] = [];
  const keep = (message: Buffer): unknown => early.push(message);
  socket.on("message", keep);
  try {
    const child = await parts.conductor.exec(ticket.app, ticket.component, ticket);
    socket.off("message", keep);
    connect(child, socket, early);
    const { code } = await child.ended;
    send(socket, { exit: code ?? 1 });
    socket.close(NORMAL_CLOSURE);
  } catch (error) {
    send(socket, { data: `${messageOf(error)}\n`, stream: "stderr" });
    send(socket, { exit: 126 });
    socket.close(FAILED_CLOSURE, "The command could not be started");
  }
}

function connect(child: PipedChild, socket: WebSocket, early: readonly Buffer[]): void {
  // The two streams may cut a character in half, each at its own place.
  for (const [stream, mark] of [[child.stdout, {}] as const, [child.stderr, { stream: "stderr" }] as const]) {
    const decoder = new StringDecoder("utf8");
    stream.on("data", (chunk: Buffer) => send(socket, { data: decoder.write(chunk), ...mark }));
  }
  child.stdin.on("error", () => undefined);
  const take = (message: Buffer): void => input(child, JSON.parse(message.toString("utf8")) as ExecInput);
  for (const message of early) take(message);
  socket.on("message", take);
  socket.once("close", () => child.kill("SIGHUP"));
}

function input(child: PipedChild, message: ExecInput): void {
  if (message.op === "stdin") child.stdin.write(message.data);
  if (message.op === "eof") child.stdin.end();
}

function send(socket: WebSocket, message: ExecOutput): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}
