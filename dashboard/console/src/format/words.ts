import type { Profile } from "../../../src/papers/metric.ts";
import type { Role, Trigger } from "../../../src/papers/states.ts";

/** The words of the console for the states and kinds of the API. */
export const profileWords: Readonly<Record<Profile, string>> = { mobile: "Mobile", desktop: "Desktop" };

export const triggerWords: Readonly<Record<Trigger, string>> = {
  manual: "By hand",
  schedule: "Schedule",
  verification: "Verification",
  comparison: "Comparison",
  deployment: "Deployment",
};

export const roleWords: Readonly<Record<Role, string>> = {
  viewer: "Viewer",
  editor: "Editor",
  admin: "Administrator",
};

export const roleMeanings: Readonly<Record<Role, string>> = {
  viewer: "sees everything but the administration",
  editor: "also measures and changes sites, budgets and schedules",
  admin: "also manages people, notifications and settings",
};

/** Path and query of an address, which is what tells pages of one site apart. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** The host of an address, which is what tells sites apart. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
