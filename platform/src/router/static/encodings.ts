import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Content codings we serve, best first. */
export const ENCODINGS = ["br", "gzip"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** File name suffix of bodies compressed ahead of time. */
export const SUFFIXES: Readonly<Record<Encoding, string>> = { br: ".br", gzip: ".gz" };

const MAX_CACHE_BYTES = 16 * 1024 * 1024;
/** Good compression at about the cost of gzip. */
const BROTLI_QUALITY = 5;

const runBrotli = promisify(brotliCompress);
const runGzip = promisify(gzip);

/** The codings a client takes, best first by our order (RFC 9110 §12.5.3). */
export function acceptedEncodings(header: string | undefined): Encoding[] {
  if (header === undefined) return [];
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)));
  }
  return ENCODINGS.filter((encoding) => (weights.get(encoding) ?? weights.get("*") ?? 0) > 0);
}

/** Compresses bodies and remembers the results, the oldest of which go first when there is no more room. */
export interface Compressor {
  /** `key` names the exact content. */
  compress(key: string, encoding: Encoding, read: () => Promise<Buffer>): Promise<Buffer>;
}

export function compressor(maxCacheBytes = MAX_CACHE_BYTES): Compressor {
  const cache = new Map<string, Buffer>();
  const running = new Map<string, Promise<Buffer>>();
  let bytes = 0;
  const remember = (key: string, body: Buffer): void => {
    cache.set(key, body);
    bytes += body.length;
    for (const [oldest, stale] of cache) {
      if (bytes <= maxCacheBytes) break;
      cache.delete(oldest);
      bytes -= stale.length;
    }
  };
  const make = async (key: string, encoding: Encoding, read: () => Promise<Buffer>): Promise<Buffer> => {
    const body = await squeeze(await read(), encoding);
    remember(key, body);
    return body;
  };
  return {
    async compress(content, encoding, read) {
      const key = `${encoding} ${content}`;
      const known = cache.get(key);
      if (known) return known;
      const job = running.get(key) ?? make(key, encoding, read);
      running.set(key, job);
      try {
        return await job;
      } finally {
        running.delete(key);
      }
    },
  };
}

function squeeze(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === "gzip") return runGzip(body);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  return runBrotli(body, { params });
}
