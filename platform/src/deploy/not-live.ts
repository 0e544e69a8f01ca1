import { PlatformError } from "../base/errors.ts";
import type { Store } from "../store/store.ts";

/** The error of whatever needs an app that is up. */
export function appIsDown(app: string): PlatformError {
  return new PlatformError("APP_NOT_RUNNING", `${app} is down`, {
    fault: "usage",
    hint: "`ashore up` starts it",
  });
}

/** Why nothing of an app is live: it is down, or its first deployment is still on its way. */
export function notLive(store: Store, app: string): PlatformError {
  if (store.app(app)?.wanted !== "up") return appIsDown(app);
  return new PlatformError("APP_NOT_RUNNING", `${app} is not live yet`, {
    fault: "usage",
    hint: "`ashore status` shows how far it is",
  });
}
