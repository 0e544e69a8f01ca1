import type { Comparison } from "../shapes/judging.ts";
import { MOST_LISTED, type RequestList } from "./request-list.ts";

type Requests = Comparison["requests"];

export interface RequestChanges extends Requests {
  /** What is not known of the requests, in a sentence. */
  readonly caveat: string | null;
}

/**
 * Requests that only one side made. What is missing in a list that was cut off may still have been requested, so then
 * nothing of the other side is called new or gone.
 */
export function findRequestChanges(a: RequestList | null, b: RequestList | null): RequestChanges {
  if (a === null || b === null)
    return { added: [], removed: [], caveat: "Requests are not compared: their lists are no longer kept." };
  return {
    added: a.isWhole ? missingIn(a, b) : [],
    removed: b.isWhole ? missingIn(b, a) : [],
    caveat:
      a.isWhole && b.isWhole
        ? null
        : `Only the ${MOST_LISTED} largest requests of a measurement are known, so not every new or gone one is told.`,
  };
}

function missingIn(list: RequestList, other: RequestList): Requests["added"] {
  const known = new Set(list.requests.map(({ url }) => url));
  const missing = new Map(
    other.requests.filter(({ url }) => !known.has(url)).map((request) => [request.url, request]),
  );
  return [...missing.values()]
    .map(({ url, transferBytes }) => ({ url, transferBytes }))
    .sort((first, second) => second.transferBytes - first.transferBytes);
}
