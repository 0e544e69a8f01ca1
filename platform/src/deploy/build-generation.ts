import type { Store } from "../store/store.ts";

const settingOf = (app: string): string => `build-generation/${app}`;

/** Counts how often the user asked to build an app afresh; builds of one generation share artifacts and caches. */
export function buildGeneration(store: Store, app: string): number {
  return Number(store.setting(settingOf(app)) ?? 0);
}

export function raiseBuildGeneration(store: Store, app: string): void {
  store.saveSetting(settingOf(app), String(buildGeneration(store, app) + 1));
}
