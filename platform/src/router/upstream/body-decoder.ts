import type { Framing } from "./response-head.ts";

/** What a decoder says after a piece of input: how much of it was used, and whether the body is over. */
export interface Decoded {
  /** Body bytes in this piece, in order. */
  readonly chunks: readonly Buffer[];
  /** Bytes behind the end of the body; undefined while the body goes on. */
  readonly rest?: Buffer;
}

/** Cuts the bytes of one body out of a stream. */
export interface BodyDecoder {
  /** @throws Error if the framing is broken */
  decode(input: Buffer): Decoded;
  /** True if the connection may end here without cutting the body short. */
  readonly mayEnd: boolean;
  /** Names and values in turn; complete when the body is over. */
  readonly trailers: readonly string[];
}

const MAX_LINE_BYTES = 16 * 1024;
const NO_TRAILERS: readonly string[] = [];

export function bodyDecoder(framing: Framing): BodyDecoder {
  if (framing === "chunked") return new ChunkedDecoder();
  if (framing === "until-close") {
    return { decode: (input) => ({ chunks: [input] }), mayEnd: true, trailers: NO_TRAILERS };
  }
  return lengthDecoder(framing);
}

function lengthDecoder(length: number): BodyDecoder {
  let left = length;
  return {
    mayEnd: false,
    trailers: NO_TRAILERS,
    decode(input) {
      if (input.length < left) {
        left -= input.length;
        return { chunks: [input] };
      }
      const body = input.length === left ? input : input.subarray(0, left);
      const rest = input.subarray(left);
      left = 0;
      return { chunks: body.length === 0 ? [] : [body], rest };
    },
  };
}

type ChunkState = "size" | "data" | "data-end" | "trailer" | "done";

/** RFC 9112 §7.1, strictly: CRLF line ends only, hexadecimal sizes only, extensions ignored. */
class ChunkedDecoder implements BodyDecoder {
  readonly mayEnd = false;
  readonly trailers: string[] = [];
  private state: ChunkState = "size";
  private left = 0;
  private partial = "";

  decode(input: Buffer): Decoded {
    const chunks: Buffer[] = [];
    let at = 0;
    while (at < input.length && this.state !== "done") {
      at = this.state === "data" ? this.takeData(input, at, chunks) : this.takeLine(input, at);
    }
    return this.state === "done" ? { chunks, rest: input.subarray(at) } : { chunks };
  }

  private takeData(input: Buffer, at: number, chunks: Buffer[]): number {
    const end = Math.min(input.length, at + this.left);
    chunks.push(input.subarray(at, end));
    this.left -= end - at;
    if (this.left === 0) this.state = "data-end";
    return end;
  }

  private takeLine(input: Buffer, at: number): number {
    const newline = input.indexOf(10, at);
    const end = newline === -1 ? input.length : newline + 1;
    this.partial += input.toString("latin1", at, end);
    if (this.partial.length > MAX_LINE_BYTES) throw new Error("a line of the chunked body is too long");
    if (newline === -1) return end;
    if (!this.partial.endsWith("\r\n")) throw new Error("a line of the chunked body ends without CR");
    const line = this.partial.slice(0, -2);
    this.partial = "";
    this.readLine(line);
    return end;
  }

  private readLine(line: string): void {
    if (this.state === "size") this.readSize(line);
    else if (this.state === "trailer") this.readTrailer(line);
    else if (line === "") this.state = "size";
    else throw new Error("a chunk is longer than its size says");
  }

  private readSize(line: string): void {
    const size = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(line)?.[1];
    if (size === undefined) throw new Error("a chunk has no readable size");
    this.left = Number.parseInt(size, 16);
    this.state = this.left === 0 ? "trailer" : "data";
  }

  private readTrailer(line: string): void {
    if (line === "") {
      this.state = "done";
      return;
    }
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error("a trailer is malformed");
    this.trailers.push(line.slice(0, colon), line.slice(colon + 1).trim());
  }
}
