import { profiles, type Profile } from "../../../src/papers/metric.ts";
import { oneOf, withParams } from "./params.ts";

export const sortColumns = [
  "name",
  "mobile",
  "desktop",
  "lcp",
  "cls",
  "tbt",
  "change",
  "problems",
  "measured",
] as const;
export type SortColumn = (typeof sortColumns)[number];

export const directions = ["asc", "desc"] as const;
export type Direction = (typeof directions)[number];

export const shownSites = ["all", "problems", "running", "poor"] as const;
export type ShownSites = (typeof shownSites)[number];

/** What the overview shows: `?q=&show=&profile=&sort=&dir=`. */
export interface OverviewState {
  readonly q: string;
  readonly show: ShownSites;
  /** Whose metrics, change and sparkline stand beside the two scores. */
  readonly profile: Profile;
  readonly sort: SortColumn;
  readonly dir: Direction;
}

const defaults: OverviewState = { q: "", show: "all", profile: "mobile", sort: "name", dir: "asc" };

export function readOverviewState(params: URLSearchParams): OverviewState {
  return {
    q: params.get("q") ?? defaults.q,
    show: oneOf(shownSites, params.get("show")) ?? defaults.show,
    profile: oneOf(profiles, params.get("profile")) ?? defaults.profile,
    sort: oneOf(sortColumns, params.get("sort")) ?? defaults.sort,
    dir: oneOf(directions, params.get("dir")) ?? defaults.dir,
  };
}

export function writeOverviewState(params: URLSearchParams, change: Partial<OverviewState>): URLSearchParams {
  return withParams(params, { ...change }, { ...defaults });
}

/** A click on a head: the other direction of the same column, or the first of another one. */
export function nextSort(
  state: Pick<OverviewState, "sort" | "dir">,
  column: SortColumn,
): Partial<OverviewState> {
  if (state.sort !== column) return { sort: column, dir: "asc" };
  return { dir: state.dir === "asc" ? "desc" : "asc" };
}
