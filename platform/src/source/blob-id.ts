import { createHash } from "node:crypto";
import { createReadStream, lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { PlatformError, systemCodeOf } from "../base/errors.ts";
import { inTurns } from "./in-turns.ts";

/** Larger files are hashed piece by piece, so that they block nothing. */
const WHOLE_BYTES = 4 * 1024 * 1024;

export type FileMode = "100644" | "100755" | "120000";

/** One file of a source. */
export interface TreeFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  /** As git writes it. */
  readonly mode: FileMode;
  /** The id git gives a blob of this content, so that committing a file changes nothing. */
  readonly id: string;
}

/**
 * Mode and content id of each path that exists; a directory or a vanished file is left out.
 * @throws PlatformError `SOURCE_UNREADABLE`
 */
export async function readTreeFiles(root: string, paths: readonly string[]): Promise<TreeFile[]> {
  const files = await inTurns(paths, (path) => readTreeFile(root, path));
  return files.filter((file) => file !== undefined);
}

function readTreeFile(root: string, path: string): TreeFile | undefined | Promise<TreeFile> {
  const absolute = join(root, path);
  try {
    const stats = lstatSync(absolute);
    if (stats.isSymbolicLink()) {
      return { path, mode: "120000", id: blobId(Buffer.from(readlinkSync(absolute))) };
    }
    if (!stats.isFile()) return undefined;
    const mode = (stats.mode & 0o100) === 0 ? "100644" : "100755";
    if (stats.size > WHOLE_BYTES) return idByPieces(absolute, stats.size).then((id) => ({ path, mode, id }));
    return { path, mode, id: blobId(readFileSync(absolute)) };
  } catch (error) {
    // It vanished since it was listed, or its name is not UTF-8: a build could not take it either.
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw new PlatformError("SOURCE_UNREADABLE", `${path} of the source cannot be read`, {
      cause: error,
      fault: "app",
      hint: "make it readable or let git ignore it",
    });
  }
}

function blobId(content: Buffer): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}

async function idByPieces(path: string, sizeBytes: number): Promise<string> {
  const hash = createHash("sha1").update(`blob ${sizeBytes}\0`);
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}
