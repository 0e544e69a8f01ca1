import type { AppNetwork } from "../runtime/runtime.ts";
import type { Endpoints } from "../plan/endpoints.ts";
import type { DeploymentRecord, InstanceRecord } from "../store/records.ts";

/**
 * `candidate`: started by a deployment that is not live yet. `ready`: such a one that passed its checks; other
 * components reach it unless an older one still serves. `serving`: routed. `unhealthy`: runs but its checks
 * fail. `restarting`: ended, waits for its next start or is not ready yet. `draining`: replaced.
 */
export type MemberState = "candidate" | "ready" | "serving" | "unhealthy" | "restarting" | "draining";

/** One instance as we look after it. */
export interface Member {
  record: InstanceRecord;
  state: MemberState;
  restarts: number;
  /** What last went wrong with it, one sentence; absent while it is well. */
  note?: string;
  /** Stops looking after it. */
  watch: AbortController;
  /** Resolves when its start under way, if any, has ended either way: not before that `record` says what to end. */
  starting?: Promise<void>;
}

/** An app that is up (or on its way), in memory; what of it must survive us stands in the store. */
export interface LiveApp {
  readonly name: string;
  /** The release that is live; null while the first deployment runs. */
  release: DeploymentRecord | null;
  /** Port of the deployment under way, if the live release has another one or there is none. */
  reservedPort: number | null;
  network: AppNetwork | null;
  endpoints: Endpoints;
  members: Member[];
  /** Ends schedules and the watch over databases; renewed with each release. */
  background: AbortController;
  /** Ends job runs when the app is taken down. */
  ending: AbortController;
  /** Job runs under way. */
  readonly jobs: Set<Promise<unknown>>;
}

export function newLiveApp(name: string): LiveApp {
  return {
    name,
    release: null,
    reservedPort: null,
    network: null,
    endpoints: { services: {}, databases: {} },
    members: [],
    background: new AbortController(),
    ending: new AbortController(),
    jobs: new Set(),
  };
}

export function membersOf(app: LiveApp, component: string, ...states: readonly MemberState[]): Member[] {
  return app.members.filter(
    (member) => member.record.instance.component === component && states.includes(member.state),
  );
}

export function dropMember(app: LiveApp, member: Member): void {
  member.watch.abort();
  app.members = app.members.filter((other) => other !== member);
}
