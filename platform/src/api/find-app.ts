import { PlatformError } from "../base/errors.ts";
import type { AppRecord } from "../store/records.ts";
import type { ApiParts } from "./parts.ts";

/** @throws PlatformError `NOT_FOUND` that lists the names there are */
export function findApp(parts: Pick<ApiParts, "store">, nameOrId: string): AppRecord {
  const apps = parts.store.apps();
  const found = apps.find((app) => app.name === nameOrId || app.id === nameOrId);
  if (found) return found;
  const names = apps.map((app) => app.name).join(", ");
  throw new PlatformError("NOT_FOUND", `There is no app ${nameOrId}`, {
    hint: names === "" ? "No app was brought up yet: ashore up" : `There are: ${names}`,
    fault: "usage",
  });
}
