import type { IncomingHttpHeaders } from "node:http";

/** What identifies one representation of a file. */
export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string;
  /** Value of Last-Modified. */
  readonly lastModified: string;
}

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** True if the client's copy is still good (RFC 9110 §13.2.2): If-None-Match decides, else If-Modified-Since. */
export function isNotModified(headers: IncomingHttpHeaders, validators: Validators): boolean {
  const noneMatch = headers["if-none-match"];
  if (noneMatch !== undefined) {
    return noneMatch
      .split(",")
      .some((tag) => ["*", validators.etag].includes(tag.trim().replace(/^W\//, "")));
  }
  const since = Date.parse(headers["if-modified-since"] ?? "");
  return !Number.isNaN(since) && Date.parse(validators.lastModified) <= since;
}

/**
 * The part of a file of `size` bytes that is asked for: `whole` without a usable Range (also for several ranges,
 * which a server may refuse to split, and when If-Range names another state of the file).
 */
export function rangeOf(
  headers: IncomingHttpHeaders,
  validators: Validators,
  size: number,
): ByteRange | "whole" | "unsatisfiable" {
  const match = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/i.exec(headers.range ?? "");
  if (!match || !meetsIfRange(headers["if-range"], validators)) return "whole";
  const [, first = "", last = ""] = match;
  return first === "" ? suffixRange(last, size) : rangeFrom(Number(first), last, size);
}

function rangeFrom(start: number, last: string, size: number): ByteRange | "whole" | "unsatisfiable" {
  const end = last === "" ? size - 1 : Number(last);
  if (last !== "" && end < start) return "whole";
  return start >= size ? "unsatisfiable" : { start, end: Math.min(end, size - 1) };
}

function suffixRange(last: string, size: number): ByteRange | "whole" | "unsatisfiable" {
  if (last === "") return "whole";
  const length = Number(last);
  if (length === 0 || size === 0) return "unsatisfiable";
  return { start: Math.max(0, size - length), end: size - 1 };
}

function meetsIfRange(condition: string | string[] | undefined, validators: Validators): boolean {
  if (condition === undefined) return true;
  return condition === validators.etag || condition === validators.lastModified;
}
