import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { guardedFetch, type AddressPolicy } from "../access/address-policy.ts";
import { Failure } from "../base/failure.ts";

const FILE_LIMIT_BYTES = 5 * 1024 * 1024;
const FILE_TIMEOUT_MS = 10_000;
const ALL_TIMEOUT_MS = 30_000;

const unzip = promisify(gunzip);

export interface ReadFile {
  readonly status: number;
  /** Without parameters, in lower case; empty when there is none. */
  readonly contentType: string;
  readonly text: string;
  /** After redirects. */
  readonly finalUrl: string;
}

/** Fetches one file, or the beginning of one that is too large; throws what is in the way. */
export type SiteReader = (url: string, whenLarger: "fail" | "cut") => Promise<ReadFile>;

/** A reader for one discovery: each file at most 5 MB and 10 s, all of them together 30 s. */
export function createSiteReader(policy: AddressPolicy): SiteReader {
  const endsAt = Date.now() + ALL_TIMEOUT_MS;
  return async (url, whenLarger) => {
    const leftMs = endsAt - Date.now();
    if (leftMs <= 0) throw new Failure("DISCOVERY_TIMEOUT", "the site took too long");
    const { status, headers, body, finalUrl } = await guardedFetch(policy, url, {
      headers: { "user-agent": "performance-dashboard", accept: "text/html, application/xml, text/xml, */*" },
      maxBytes: FILE_LIMIT_BYTES,
      whenLarger,
      timeoutMs: Math.min(FILE_TIMEOUT_MS, leftMs),
    });
    const contentType = (headers["content-type"] ?? "").split(";", 1)[0] ?? "";
    return { status, contentType: contentType.trim().toLowerCase(), text: await readText(body), finalUrl };
  };
}

/** Sitemaps are often stored as .gz; their first bytes say so more reliably than name or header. */
async function readText(body: Buffer): Promise<string> {
  const isZipped = body[0] === 0x1f && body[1] === 0x8b;
  const plain = isZipped ? await unzip(body, { maxOutputLength: FILE_LIMIT_BYTES }) : body;
  return new TextDecoder().decode(plain);
}
