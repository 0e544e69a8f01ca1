import { createTransport } from "nodemailer";
import { messageOf } from "../../base/failure.ts";
import { describeEvent } from "../event-text.ts";
import type { Deliver, DeliveryOutcome } from "./channel.ts";

/** One mail to all addresses of the channel. */
export const deliverEmail: Deliver = async (
  { notificationId, event, target },
  { smtpUrl, mailFrom, timeoutMs },
) => {
  if (smtpUrl === null)
    return { kind: "again", reason: "SMTP_URL is not set where notifications are delivered" };
  const transport = createTransport({ url: smtpUrl });
  try {
    const { rejected } = await transport.sendMail({
      from: mailFrom,
      to: [...splitAddresses(target)],
      messageId: `<${notificationId}@${domainOf(mailFrom)}>`,
      headers: { "auto-submitted": "auto-generated" },
      ...describeEvent(event),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      kind: "sent",
      note: rejected.length === 0 ? null : `the mail server refused ${rejected.join(", ")}`,
    };
  } catch (error) {
    return judgeRefusal(error);
  } finally {
    transport.close();
  }
};

/** The addresses of a channel's target. */
export function splitAddresses(target: string): readonly string[] {
  return target
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
}

/** What the server says of sender, recipients or content is final; of a sign-in it is not, since settings change. */
function judgeRefusal(error: unknown): DeliveryOutcome {
  const reason = messageOf(error);
  const { code, permanent } = error as { readonly code?: string; readonly permanent?: boolean };
  if (code === "EABORT") return { kind: "again", reason: "the mail server did not answer in time" };
  return { kind: permanent === true && code !== "EAUTH" ? "refused" : "again", reason };
}

/** Of `someone@example.com` or `Someone <someone@example.com>`. */
function domainOf(mailFrom: string): string {
  return /@([^\s<>@]+)>?\s*$/.exec(mailFrom)?.[1] ?? "localhost";
}
