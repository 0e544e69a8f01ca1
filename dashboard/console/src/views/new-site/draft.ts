import type { Profile } from "../../../../src/papers/metric.ts";
import type { CreateSite } from "../../../../src/api/shapes/sites.ts";
import { headersOf, type HeaderRow } from "../../components/header-rows.tsx";
import { hostOf } from "../../format/words.ts";

/** What was typed so far. */
export interface Draft {
  readonly address: string;
  readonly name: string;
  /** Chosen from what was found. */
  readonly chosen: ReadonlySet<string>;
  /** Typed by hand, one a line. */
  readonly more: string;
  readonly profiles: readonly Profile[];
  readonly samples: number;
  readonly cron: string;
  readonly timeZone: string;
  readonly headers: readonly HeaderRow[];
  readonly startsNow: boolean;
}

export function emptyDraft(timeZone: string): Draft {
  return {
    address: "",
    name: "",
    chosen: new Set(),
    more: "",
    profiles: ["mobile", "desktop"],
    samples: 3,
    cron: "0 4 * * *",
    timeZone,
    headers: [],
    startsNow: true,
  };
}

/** An address as it was meant: people leave the scheme out. */
export function completeAddress(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
}

/** All pages of a draft, once each. Without any choice, the address itself is the page. */
export function pagesOf({
  address,
  chosen,
  more,
}: Pick<Draft, "address" | "chosen" | "more">): readonly string[] {
  const typed = more.split("\n").map(completeAddress);
  const all = [...chosen, ...typed].filter((url) => url !== "");
  return [...new Set(all.length === 0 ? [completeAddress(address)] : all)];
}

/** A draft as the API takes it. */
export function createSiteBodyOf(draft: Draft): CreateSite {
  return {
    name: draft.name.trim() === "" ? hostOf(completeAddress(draft.address)) : draft.name.trim(),
    pages: pagesOf(draft).map((url) => ({ url })),
    profiles: [...draft.profiles],
    samplesPerMeasurement: draft.samples,
    headers: headersOf(draft.headers),
    cron: draft.cron,
    timeZone: draft.timeZone,
  };
}
