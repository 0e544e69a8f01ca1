/** One line of what applying a plan does. Plain JSON. */
export type Change = BuildChange | ComponentChange | JobChange | SiteChange | DatabaseChange | RoutesChange;

interface BuildChange {
  readonly kind: "build";
  readonly name: string;
  readonly action: "build" | "reuse";
  /** One sentence. */
  readonly reason: string;
}

interface ComponentChange {
  readonly kind: "component";
  readonly name: string;
  readonly action: "start" | "restart" | "leave" | "remove";
  readonly reason: string;
}

interface JobChange {
  readonly kind: "job";
  readonly name: string;
  /** `run`: with this deployment; `schedule`: by its cron from now on; `wait`: only when a deployment fails. */
  readonly action: "run" | "schedule" | "wait" | "leave" | "remove";
  readonly reason: string;
}

interface SiteChange {
  readonly kind: "site";
  readonly name: string;
  readonly action: "publish" | "leave" | "remove";
  readonly reason: string;
}

interface DatabaseChange {
  readonly kind: "database";
  readonly name: string;
  readonly action: "start" | "change" | "leave" | "remove";
  readonly reason: string;
}

interface RoutesChange {
  readonly kind: "routes";
  /** Name of the app. */
  readonly name: string;
  readonly action: "replace" | "leave";
  readonly reason: string;
}

/** True if applying the plan would do nothing. */
export function isUnchanged(changes: readonly Change[]): boolean {
  return changes.every(({ action }) => action === "leave" || action === "reuse");
}
