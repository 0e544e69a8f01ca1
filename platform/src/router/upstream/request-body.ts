import type { Socket } from "node:net";
import type { OutboundBody } from "./upstream.ts";

/** A request body on its way to an instance. */
export interface BodySending {
  /** True once all of it was written. */
  readonly isDone: boolean;
  /** The socket takes more again. */
  resume(): void;
  /** Sends no more; what the client still sends is read and dropped, so that its connection stays usable. */
  stop(): void;
}

/** Writes a body as fast as the instance takes it; `done` is called when all of it was written. */
export function sendBody(body: OutboundBody, socket: Socket, done: () => void): BodySending {
  const { stream } = body;
  const isChunked = body.length === null;
  let isDone = false;
  const onData = (chunk: Buffer): void => {
    if (!writeChunk(socket, chunk, isChunked)) stream.pause();
  };
  const onEnd = (): void => {
    if (isChunked) socket.write("0\r\n\r\n", "latin1");
    isDone = true;
    done();
  };
  stream.on("data", onData);
  stream.on("end", onEnd);
  stream.resume();
  return {
    get isDone() {
      return isDone;
    },
    resume: () => void stream.resume(),
    stop() {
      stream.off("data", onData);
      stream.off("end", onEnd);
      stream.resume();
    },
  };
}

function writeChunk(socket: Socket, chunk: Buffer, isChunked: boolean): boolean {
  if (!isChunked) return socket.write(chunk);
  socket.cork();
  socket.write(`${chunk.length.toString(16)}\r\n`, "latin1");
  socket.write(chunk);
  const hasRoom = socket.write("\r\n", "latin1");
  socket.uncork();
  return hasRoom;
}
