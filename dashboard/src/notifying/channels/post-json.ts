import { AddressNotAllowedError, guardedFetch } from "../../access/address-policy.ts";
import { Failure } from "../../base/failure.ts";
import type { DeliveryMeans, DeliveryOutcome } from "./channel.ts";

const ANSWER_LIMIT_BYTES = 16 * 1024;
const EXCERPT_LIMIT = 200;
// Of the 4xx those that speak of now, not of the request.
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

export interface JsonPost {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts JSON to an address that is allowed, without following redirects. */
export async function postJson(
  post: JsonPost,
  { policy, timeoutMs }: DeliveryMeans,
): Promise<DeliveryOutcome> {
  try {
    const { status, body } = await guardedFetch(policy, post.url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "performance-dashboard", ...post.headers },
      body: post.body,
      maxBytes: ANSWER_LIMIT_BYTES,
      whenLarger: "cut",
      timeoutMs,
      maxRedirects: 0,
    });
    return judgeAnswer(status, body.toString("utf8"));
  } catch (error) {
    if (error instanceof AddressNotAllowedError)
      return { kind: "refused", reason: `the address is not allowed: ${error.message}` };
    if (error instanceof Failure && error.code === "TIMED_OUT")
      return { kind: "again", reason: `the receiver did not answer within ${timeoutMs / 1_000} s` };
    throw error;
  }
}

/** What a receiver's answer means for the notification. */
export function judgeAnswer(status: number, body: string): DeliveryOutcome {
  if (status >= 200 && status < 300) return { kind: "sent", note: null };
  if (status >= 300 && status < 400)
    return { kind: "refused", reason: `the receiver redirects (${status}), which is not followed` };
  const said = body.replace(/\s+/g, " ").trim().slice(0, EXCERPT_LIMIT);
  const reason = `the receiver answered with ${status}${said === "" ? "" : `: ${said}`}`;
  const isFinal = status >= 400 && status < 500 && !passingStatuses.has(status);
  return { kind: isFinal ? "refused" : "again", reason };
}
