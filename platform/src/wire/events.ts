import type { EventBody } from "../base/event.ts";

export type { EventBody, Failure, Phase } from "../base/event.ts";

/**
 * `GET /ashore/v1/apps/{name}/events?after=SEQ&deployment=ID&follow=true`: newline-delimited JSON, one event a
 * line, in order. With `deployment` and `follow` the stream ends when that deployment has ended.
 */
export interface AppEvent {
  /** Grows over the whole store. */
  readonly seq: number;
  /** RFC 3339. */
  readonly at: string;
  readonly app: string;
  readonly deploymentId: string | null;
  readonly body: EventBody;
}
