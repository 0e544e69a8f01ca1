import type { ResourceRow } from "../../papers/sample.ts";
import type { Comparison } from "../shapes/judging.ts";

/** `SampleDetails.largestResources` ends here: a list that is shorter is a whole one. */
const MOST_LISTED = 20;

type Requests = Comparison["requests"];

export interface ResourceChanges extends Requests {
  /** What is not known of the requests, in a sentence. */
  readonly caveat: string | null;
}

/**
 * Requests that only one side made. Of a list that was cut off only its largest are known, so what is not in it may
 * still have been requested: then nothing is called new or gone.
 */
export function findResourceChanges(
  a: readonly ResourceRow[] | null,
  b: readonly ResourceRow[] | null,
): ResourceChanges {
  if (a === null || b === null)
    return { added: [], removed: [], caveat: "Requests are not compared: their lists are no longer kept." };
  const isCut = Math.max(a.length, b.length) >= MOST_LISTED;
  return {
    added: a.length < MOST_LISTED ? missingFrom(a, b) : [],
    removed: b.length < MOST_LISTED ? missingFrom(b, a) : [],
    caveat: isCut
      ? `Only the ${MOST_LISTED} largest requests of a measurement are listed, so not every new or gone one can be told.`
      : null,
  };
}

function missingFrom(some: readonly ResourceRow[], others: readonly ResourceRow[]): Requests["added"] {
  const known = new Set(some.map(({ url }) => url));
  const missing = new Map(others.filter(({ url }) => !known.has(url)).map((row) => [row.url, row]));
  return [...missing.values()].map(({ url, transferBytes }) => ({ url, transferBytes }));
}
