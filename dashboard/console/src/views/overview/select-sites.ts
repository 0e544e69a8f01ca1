import { bandOf, type Profile } from "../../../../src/papers/metric.ts";
import type { OverviewSite } from "../../../../src/api/shapes/overview.ts";
import type { OverviewState, ShownSites, SortColumn } from "../../url-state/overview-state.ts";

export type Stand = OverviewSite["profiles"][number];

/** The sites that a state of the overview asks for, in its order. Sites without a value come last either way. */
export function selectSites(sites: readonly OverviewSite[], state: OverviewState): readonly OverviewSite[] {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const sign = state.dir === "asc" ? 1 : -1;
  return sites
    .filter((site) => matches(site, words) && isShown[state.show](site))
    .map((site) => ({ site, key: sortKeys[state.sort](site, standOf(site, state.profile)) }))
    .sort((a, b) => compareKeys(a.key, b.key, sign) || a.site.name.localeCompare(b.site.name))
    .map(({ site }) => site);
}

/** How a site stands under a profile, if it is measured under it. */
export function standOf(site: OverviewSite, profile: Profile): Stand | undefined {
  return site.profiles.find((stand) => stand.profile === profile);
}

export function countProblems({ problems }: OverviewSite): number {
  return problems.budgetsFailing + problems.budgetsWarning + problems.anomalies + problems.failedMeasurements;
}

/** When any of its profiles was measured last. */
export function lastMeasured(site: OverviewSite): string | null {
  const moments = site.profiles.flatMap(({ measuredAt }) => (measuredAt === null ? [] : [measuredAt]));
  return moments.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}

function matches({ name, origin }: OverviewSite, words: readonly string[]): boolean {
  const text = `${name} ${origin}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

const isShown: Readonly<Record<ShownSites, (site: OverviewSite) => boolean>> = {
  all: () => true,
  problems: (site) => countProblems(site) > 0,
  running: ({ openBatch }) => openBatch !== null,
  poor: ({ profiles }) =>
    profiles.some(({ profile, values: { performance } }) => {
      return performance !== undefined && bandOf("performance", profile, performance) === "poor";
    }),
};

type SortKey = string | number | null;

const sortKeys: Readonly<Record<SortColumn, (site: OverviewSite, stand: Stand | undefined) => SortKey>> = {
  name: ({ name }) => name,
  mobile: (site) => standOf(site, "mobile")?.values.performance ?? null,
  desktop: (site) => standOf(site, "desktop")?.values.performance ?? null,
  lcp: (_, stand) => stand?.values.lcp ?? null,
  cls: (_, stand) => stand?.values.cls ?? null,
  tbt: (_, stand) => stand?.values.tbt ?? null,
  change: (_, stand) => stand?.scoreChange ?? null,
  problems: countProblems,
  measured: (site) => {
    const at = lastMeasured(site);
    return at === null ? null : Date.parse(at);
  },
};

function compareKeys(a: SortKey, b: SortKey, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "string" && typeof b === "string") return sign * a.localeCompare(b);
  return sign * (Number(a) - Number(b));
}
