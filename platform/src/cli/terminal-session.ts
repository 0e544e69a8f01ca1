import { StringDecoder } from "node:string_decoder";
import type { ExecSession } from "../client/index.ts";
import type { Output } from "./output.ts";

export interface Ends {
  readonly stdin: NodeJS.ReadStream;
  readonly output: Output;
  /** Both ends are a terminal: keys go through one by one, Ctrl-C too, and its size is told. */
  readonly isTerminal: boolean;
}

/** Connects a command in an instance with our own input and output. @returns the command's exit code */
export async function joinTerminal(session: ExecSession, ends: Ends): Promise<number> {
  const { stdin, output, isTerminal } = ends;
  const decoder = new StringDecoder("utf8");
  const tellSize = (): void => session.send({ op: "resize", width: output.columns(), height: output.rows() });
  const onData = (chunk: Buffer): void => session.send({ op: "stdin", data: decoder.write(chunk) });
  const onEnd = (): void => session.send({ op: "eof" });
  if (isTerminal) {
    tellSize();
    stdin.setRawMode(true);
    process.on("SIGWINCH", tellSize);
  }
  stdin.on("data", onData).once("end", onEnd);
  try {
    for await (const frame of session) {
      if ("exit" in frame) return frame.exit;
      if (frame.stream === "stderr") output.rawError(frame.data);
      else output.raw(frame.data);
    }
    return 0;
  } finally {
    stdin.off("data", onData).off("end", onEnd).pause();
    process.off("SIGWINCH", tellSize);
    if (isTerminal) stdin.setRawMode(false);
    session.close();
  }
}
