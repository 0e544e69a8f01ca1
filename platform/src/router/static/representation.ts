import { readFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { dirname } from "node:path";
import type { Validators } from "./conditions.ts";
import { contentTypeOf } from "./content-types.ts";
import { acceptedEncodings, SUFFIXES, type Compressor, type Encoding } from "./encodings.ts";
import { findBelow, type FoundFile } from "./find-file.ts";

/** Below this a compressed body is hardly smaller; above the upper bound it would cost too much memory. */
const MIN_COMPRESS_BYTES = 1024;
const MAX_COMPRESS_BYTES = 5 * 1024 * 1024;

/** One way of sending a file: its bytes are in `body`, or in the file at `file`. */
export interface Representation {
  readonly contentType: string;
  readonly encoding: Encoding | null;
  /** True if another client could get another encoding. */
  readonly varies: boolean;
  readonly validators: Validators;
  readonly size: number;
  readonly file: string;
  readonly body: Buffer | null;
}

/** Chooses between the file itself, a sibling compressed ahead (`.br`, `.gz`), and compressing it now. */
export async function represent(
  found: FoundFile,
  headers: IncomingHttpHeaders,
  compressor: Compressor,
): Promise<Representation> {
  // Ranges count the bytes of the file itself.
  const accepted = headers.range === undefined ? acceptedEncodings(headers["accept-encoding"]) : [];
  const sibling = await findSibling(found, accepted);
  if (sibling) return plain(sibling.found, found.file, sibling.encoding);
  const identity = plain(found, found.file, null);
  const encoding = accepted[0];
  if (!encoding || !isWorthIt(found)) return identity;
  const body = await compressor.compress(`${found.file} ${identity.validators.etag}`, encoding, () =>
    readFile(found.file),
  );
  const etag = identity.validators.etag.replace(/"$/, `-${encoding}"`);
  return { ...identity, encoding, body, size: body.length, validators: { ...identity.validators, etag } };
}

async function findSibling(
  { file }: FoundFile,
  accepted: readonly Encoding[],
): Promise<{ found: FoundFile; encoding: Encoding } | undefined> {
  for (const encoding of accepted) {
    const found = await findBelow(dirname(file), file.slice(dirname(file).length) + SUFFIXES[encoding]);
    if (found) return { found, encoding };
  }
  return undefined;
}

function plain(source: FoundFile, name: string, encoding: Encoding | null): Representation {
  const { size, mtimeMs } = source.stats;
  const type = contentTypeOf(name);
  const suffix = encoding === null ? "" : `-${encoding}`;
  return {
    contentType: type.value,
    encoding,
    varies: type.isCompressible || encoding !== null,
    validators: {
      etag: `"${Math.trunc(mtimeMs).toString(16)}-${size.toString(16)}${suffix}"`,
      lastModified: new Date(mtimeMs).toUTCString(),
    },
    size,
    file: source.file,
    body: null,
  };
}

function isWorthIt({ file, stats }: FoundFile): boolean {
  const isFitting = stats.size >= MIN_COMPRESS_BYTES && stats.size <= MAX_COMPRESS_BYTES;
  return isFitting && contentTypeOf(file).isCompressible;
}
