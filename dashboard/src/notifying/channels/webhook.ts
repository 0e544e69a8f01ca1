import { makeWebhookBody } from "../event-text.ts";
import { DELIVERY_HEADER, SIGNATURE_HEADER, signWebhook } from "../sign-webhook.ts";
import type { Deliver } from "./channel.ts";
import { postJson } from "./post-json.ts";

/** The event as JSON; signed anew on every try if the channel has a secret. */
export const deliverWebhook: Deliver = ({ notificationId, event, target, secret }, means) => {
  const body = makeWebhookBody(event);
  const signature = secret === null ? {} : { [SIGNATURE_HEADER]: signWebhook(secret, body, Date.now()) };
  return postJson({ url: target, body, headers: { [DELIVERY_HEADER]: notificationId, ...signature } }, means);
};
