import { connect, type Socket } from "node:net";

const ANSWER_TIMEOUT_MS = 5_000;

/**
 * Sends commands to the cache on the loopback and gives one line of answer for each, with its first character
 * (`+OK`, `-WRONGPASS …`). Only for commands that answer in one line.
 * @throws Error if there is no connection, or it ends before all is answered
 */
export function ask(port: number, commands: readonly (readonly string[])[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    const giveUp = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => giveUp(new Error("the cache does not answer")));
    socket.once("error", giveUp);
    socket.once("close", () => reject(new Error("the cache closed the connection")));
    socket.once("connect", () => socket.write(commands.map(encode).join("")));
    collectLines(socket, commands.length, resolve);
  });
}

function collectLines(socket: Socket, count: number, done: (lines: readonly string[]) => void): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
    const lines = text.split("\r\n").slice(0, -1);
    if (lines.length < count) return;
    done(lines);
    socket.end();
  });
}

function encode(command: readonly string[]): string {
  const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
  return `*${command.length}\r\n${parts.join("")}`;
}
