import { createHmac } from "node:crypto";

export const SIGNATURE_HEADER = "x-dashboard-signature";
/** The notification's id: the same on every try. */
export const DELIVERY_HEADER = "x-dashboard-delivery";

/** `t=<unix seconds>,v1=<hex of the HMAC-SHA256 of "t.body">`: the time is signed, so that nothing old is played again. */
export function signWebhook(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  const digest = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${digest}`;
}
