import { PlatformError } from "../base/errors.ts";
import type { DeploymentRecord } from "../store/records.ts";

/** What is done to one app, one thing after the other: deployments, of which the newest wins, and taking it down. */
export interface Lane {
  /** The newest deployment that has not ended. */
  running(): DeploymentRecord | null;
  /** Begins a deployment; one under way is cancelled first, and a take-down under way is waited for. */
  start(deployment: DeploymentRecord): void;
  /** Cancels the deployment under way, then takes the app down. */
  end(data: boolean): Promise<readonly string[]>;
  /** Resolves when the app is not being taken down. */
  settled(): Promise<void>;
  isFree(): boolean;
}

export interface Work {
  deploy(deployment: DeploymentRecord, signal: AbortSignal): Promise<void>;
  takeDown(data: boolean): Promise<readonly string[]>;
}

interface Run {
  readonly deployment: DeploymentRecord;
  readonly abort: AbortController;
  ended: Promise<void>;
}

export function laneOf(work: Work): Lane {
  let running: Run | null = null;
  let ending: Promise<unknown> | null = null;
  const cancel = async (reason: string): Promise<void> => {
    running?.abort.abort(new PlatformError("DEPLOYMENT_CANCELED", reason, { fault: "usage" }));
    await running?.ended;
  };
  const start = (deployment: DeploymentRecord): void => {
    // Only the take-down of now is waited for: a later one waits for us.
    const before = Promise.allSettled([cancel("A newer deployment was started"), ending]);
    const mine: Run = { deployment, abort: new AbortController(), ended: Promise.resolve() };
    running = mine;
    mine.ended = before.then(async () => {
      await work.deploy(deployment, mine.abort.signal);
      if (running === mine) running = null;
    });
  };
  const end = (data: boolean): Promise<readonly string[]> => {
    const before = Promise.allSettled([cancel("The app is taken down"), ending]);
    const mine = before
      .then(() => work.takeDown(data))
      .finally(() => {
        if (ending === done) ending = null;
      });
    const done = mine.catch(() => undefined);
    ending = done;
    return mine;
  };
  const settled = async (): Promise<void> => {
    while (ending) await ending;
  };
  const isFree = (): boolean => running === null && ending === null;
  return { running: () => running?.deployment ?? null, start, end, settled, isFree };
}
