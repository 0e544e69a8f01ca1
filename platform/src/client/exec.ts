import { on, once } from "node:events";
import net from "node:net";
import type { ExecInput, ExecOutput } from "../wire/index.ts";
import { ClientError, connectionError } from "./client-error.ts";

/** A command under way in an instance. Iterating gives its output and, at the end, its exit code. */
export interface ExecSession extends AsyncIterable<ExecOutput> {
  send(input: ExecInput): void;
  close(): void;
}

/**
 * Opens the websocket of an exec over the control plane's unix socket. Of `url` only path and query count.
 * @throws ClientError if the connection cannot be made
 */
export async function openExec(socketPath: string, url: string, signal?: AbortSignal): Promise<ExecSession> {
  const { WebSocket } = await import("ws");
  const { pathname, search } = new URL(url, "ws://localhost");
  const socket = new WebSocket(`ws://localhost${pathname}${search}`, {
    createConnection: () => net.connect(socketPath),
    perMessageDeflate: false,
  });
  // Listening starts before the handshake ends: the first output may come along with it.
  const messages = on(socket, "message", { close: ["close"], ...(signal && { signal }) });
  try {
    await once(socket, "open", signal ? { signal } : {});
  } catch (error) {
    socket.terminate();
    throw signal?.aborted ? error : connectionError(error);
  }
  return {
    send: (input) => socket.send(JSON.stringify(input)),
    close: () => socket.close(),
    [Symbol.asyncIterator]: () => readFrames(messages),
  };
}

async function* readFrames(messages: AsyncIterable<unknown[]>): AsyncGenerator<ExecOutput> {
  for await (const [data] of messages) {
    const frame = JSON.parse(String(data)) as ExecOutput;
    yield frame;
    if ("exit" in frame) return;
  }
  throw new ClientError("connection_lost", "The connection to the command was lost before it ended");
}
