import type { Change } from "../plan/changes.ts";
import type { ChangeItem } from "../wire/index.ts";

const ACTIONS: Readonly<Record<Change["action"], ChangeItem["action"]>> = {
  build: "create",
  reuse: "keep",
  start: "create",
  restart: "change",
  run: "change",
  schedule: "change",
  wait: "keep",
  publish: "change",
  change: "change",
  replace: "change",
  leave: "keep",
  remove: "remove",
};

/** Changes as answers show them. */
export function changeItems(changes: readonly Change[]): ChangeItem[] {
  return changes.map(({ kind, name, action, reason }) => ({ kind, name, action: ACTIONS[action], reason }));
}
