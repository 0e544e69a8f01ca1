import type { Readable } from "node:stream";

/** Yields each non-empty line of a stream, parsed. Lines may be cut anywhere between chunks. */
export async function* parseLines<T>(stream: Readable, parse: (line: string) => T): AsyncGenerator<T> {
  let partial = "";
  stream.setEncoding("utf8");
  for await (const chunk of stream) {
    const lines = (partial + (chunk as string)).split("\n");
    partial = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield parse(line);
  }
  if (partial !== "") yield parse(partial);
}
