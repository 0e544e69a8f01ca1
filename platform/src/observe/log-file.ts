import { open, type FileHandle } from "node:fs/promises";

/** How far a file was read, and the last line if it had no end yet. */
export interface Cursor {
  readonly offset: number;
  readonly partial: string;
}

export interface Lines {
  readonly lines: string[];
  readonly cursor: Cursor;
}

const CHUNK_BYTES = 64 * 1024;
const START: Cursor = { offset: 0, partial: "" };

/** The complete lines written since the cursor. A file that shrank is read from its start again. */
export async function readLines(file: string, since: Cursor = START): Promise<Lines> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return { lines: [], cursor: since };
  try {
    const { size } = await handle.stat();
    const from = size < since.offset ? START : since;
    if (size === from.offset) return { lines: [], cursor: from };
    const text = from.partial + (await readText(handle, from.offset, size));
    const lines = text.split("\n");
    const partial = lines.pop() ?? "";
    return { lines: lines.map(clean), cursor: { offset: size, partial } };
  } finally {
    await handle.close();
  }
}

/** The last `count` lines, read from the end so that a long log costs nothing. */
export async function tailOf(file: string, count: number): Promise<Lines> {
  if (!Number.isFinite(count)) return readLines(file);
  const handle = await open(file).catch(() => undefined);
  if (!handle) return { lines: [], cursor: START };
  try {
    const { size } = await handle.stat();
    let from = size;
    let text = "";
    while (from > 0 && count > 0 && newlines(text) <= count) {
      const start = Math.max(0, from - CHUNK_BYTES);
      text = (await readText(handle, start, from)) + text;
      from = start;
    }
    const lines = text.split("\n");
    const partial = lines.pop() ?? "";
    return { lines: count <= 0 ? [] : lines.slice(-count).map(clean), cursor: { offset: size, partial } };
  } finally {
    await handle.close();
  }
}

async function readText(handle: FileHandle, from: number, to: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
  return buffer.toString("utf8", 0, bytesRead);
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function clean(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
