import type { Plan } from "../plan/plan.ts";
import type { DeploymentRecord } from "../store/records.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import type { Publisher } from "./publisher.ts";
import type { Schedule } from "./schedule.ts";
import type { Supervisor } from "./supervise.ts";

/** What all apps share. */
export interface House {
  readonly parts: Parts;
  readonly publisher: Publisher;
  readonly supervisor: Supervisor;
  /** Every app that is up or on its way. */
  apps(): readonly LiveApp[];
}

/** One app: what is live of it, and the deployment under way. */
export interface AppKeeper {
  readonly live: LiveApp;
  /** The newest deployment that has not ended. */
  readonly running: DeploymentRecord | null;
  readonly schedule: Schedule | null;
  /** Begins a deployment that is already stored; one under way is cancelled first, a take-down waited for. */
  start(deployment: DeploymentRecord): void;
  /** Cancels what is under way, then stops everything. @returns what was stopped */
  takeDown(data: boolean): Promise<readonly string[]>;
  /** Resolves when the app is not being taken down. */
  settled(): Promise<void>;
  /** True if this very plan is live and every instance of it serves. */
  isAsPlanned(plan: Plan): Promise<boolean>;
  /** (Re)starts what runs beside the instances of a live release: schedules and the watch over databases. */
  attend(): void;
  stopAttending(): void;
  isIdle(): boolean;
}

/** Plans are plain data made in one order, so their text tells whether they are equal. */
export function samePlan(one: Plan, other: Plan): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
