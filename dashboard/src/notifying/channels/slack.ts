import { makeSlackMessage } from "../event-text.ts";
import type { Deliver } from "./channel.ts";
import { postJson } from "./post-json.ts";

/** To an incoming webhook of Slack; its address is its secret. */
export const deliverSlack: Deliver = ({ event, target }, means) =>
  postJson({ url: target, body: JSON.stringify(makeSlackMessage(event)) }, means);
