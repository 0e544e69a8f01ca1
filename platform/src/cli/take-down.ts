import type { Client } from "../client/index.ts";
import type { DownAnswer } from "../wire/index.ts";
import { releaseControlPlane } from "./control-plane.ts";
import type { Lifeline } from "./lifeline.ts";

export interface TakeDownOptions {
  readonly app: string;
  /** Also delete databases and everything else that is kept of the app. */
  readonly data: boolean;
  /** Called between the app's end and the control plane's: connections still held would take the end for a death. */
  readonly then?: () => void;
}

/** Stops an app, and ends the control plane if no other app needs it. */
export async function takeDown(
  lifeline: Lifeline,
  client: Client,
  { app, data, then }: TakeDownOptions,
): Promise<DownAnswer> {
  const answer = await lifeline.keep(() => client.down(app, { data }));
  then?.();
  await releaseControlPlane(client);
  return answer;
}

/** `Stopped shop (api-3-xkcds, db)` */
export function describeDown({ app, stopped }: DownAnswer, data: boolean): string {
  const what = stopped.length === 0 ? "nothing of it was running" : stopped.join(", ");
  return `Stopped ${app} (${what})${data ? " and deleted its data" : ""}`;
}
