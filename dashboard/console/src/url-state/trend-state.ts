import { profiles, type Profile } from "../../../src/papers/metric.ts";
import { oneOf, withParams } from "./params.ts";
import { ranges, type Range } from "./range.ts";

/** What the site view shows: `?page=&profile=&range=`. null: what the site has first. */
export interface TrendState {
  readonly page: string | null;
  readonly profile: Profile | null;
  readonly range: Range;
}

const DEFAULT_RANGE: Range = "30d";

export function readTrendState(params: URLSearchParams): TrendState {
  return {
    page: params.get("page"),
    profile: oneOf(profiles, params.get("profile")),
    range: oneOf(ranges, params.get("range")) ?? DEFAULT_RANGE,
  };
}

export function writeTrendState(params: URLSearchParams, change: Partial<TrendState>): URLSearchParams {
  return withParams(params, { ...change }, { range: DEFAULT_RANGE });
}
