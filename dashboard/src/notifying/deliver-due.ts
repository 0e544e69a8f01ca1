import { readAddressPolicy } from "../access/read-address-policy.ts";
import type { SecretBox } from "../access/secret-box.ts";
import { Failure, messageOf } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import type { Db } from "../database/database.ts";
import type { ChannelKind } from "../papers/states.ts";
import { backOffMs, MAX_TRIES } from "./back-off.ts";
import type { Deliver, DeliveryMeans, DeliveryOutcome } from "./channels/channel.ts";
import { deliverEmail } from "./channels/email.ts";
import { deliverSlack } from "./channels/slack.ts";
import { deliverWebhook } from "./channels/webhook.ts";
import { claimNext, settle, type ClaimedNotification, type Settlement } from "./outbox.ts";

const DELIVERY_TIMEOUT_MS = 10_000;
// For what a delivery cannot end by itself, such as a name that does not resolve.
const GRACE_MS = 2_000;
// One receiver that hangs does not hold up the others.
const LANES = 4;
// Then the caller has its turn again.
const LANE_LIMIT = 25;

const deliverers: Readonly<Record<ChannelKind, Deliver>> = {
  webhook: deliverWebhook,
  email: deliverEmail,
  slack: deliverSlack,
};

export interface DeliverParts {
  readonly db: Db;
  /** null: signed webhooks wait. */
  readonly secretBox: SecretBox | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly log: Log;
  /** Once aborted, nothing new is taken; what is under way is finished. */
  readonly signal?: AbortSignal;
}

/** What this call delivered, gave up, and will try again. */
export interface DeliveryReport {
  readonly sent: number;
  readonly failed: number;
  readonly waiting: number;
}

/** Delivers what is due, at most 100 rows a call. Any number of processes may do so at the same time. */
export async function deliverDue(parts: DeliverParts): Promise<DeliveryReport> {
  const { db, smtpUrl, mailFrom } = parts;
  const policy = await readAddressPolicy(db);
  const means = { policy, smtpUrl, mailFrom, timeoutMs: DELIVERY_TIMEOUT_MS };
  const report = { sent: 0, failed: 0, waiting: 0 };
  const lanes = Array.from({ length: LANES }, async () => {
    for (let taken = 0; taken < LANE_LIMIT && parts.signal?.aborted !== true; taken++) {
      const claimed = await claimNext(db);
      if (claimed === null) return;
      const settlement = decide(claimed, await deliver(claimed, parts, means));
      await settle(db, claimed, settlement);
      note(parts.log, claimed, settlement);
      report[settlement.state]++;
    }
  });
  for (const lane of await Promise.allSettled(lanes)) if (lane.status === "rejected") throw lane.reason;
  return report;
}

async function deliver(
  { id, event, channel }: ClaimedNotification,
  { secretBox }: DeliverParts,
  means: DeliveryMeans,
): Promise<DeliveryOutcome> {
  try {
    const secret = openSecret(channel.secretEncrypted, secretBox);
    const delivery = { notificationId: id, event, target: channel.target, secret };
    return await inTime(deliverers[channel.kind](delivery, means), means.timeoutMs + GRACE_MS);
  } catch (error) {
    return { kind: "again", reason: messageOf(error) };
  }
}

function openSecret(sealed: string | null, secretBox: SecretBox | null): string | null {
  if (sealed === null) return null;
  if (secretBox === null)
    throw new Failure("SECRET_UNREADABLE", "ENCRYPTION_KEY is not set where notifications are delivered");
  return secretBox.open(sealed);
}

function inTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Failure("DELIVERY_TIMEOUT", "the receiver did not answer in time")),
    limitMs,
  );
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Somebody waits for a test: it has one try. */
function decide({ tries, event }: ClaimedNotification, outcome: DeliveryOutcome): Settlement {
  if (outcome.kind === "sent") return { state: "sent", note: outcome.note };
  const isLast = outcome.kind === "refused" || event.kind === "test" || tries >= MAX_TRIES;
  if (isLast) return { state: "failed", error: outcome.reason };
  return { state: "waiting", error: outcome.reason, delayMs: backOffMs(tries, Math.random()) };
}

function note(log: Log, { id, tries, channel }: ClaimedNotification, settlement: Settlement): void {
  const what = { notification: id, channel: channel.id, kind: channel.kind, tries };
  if (settlement.state === "sent") return log.info(what, "notification sent");
  log.warn({ ...what, error: settlement.error }, `notification ${settlement.state}`);
}
