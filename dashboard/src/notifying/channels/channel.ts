import type { AddressPolicy } from "../../access/address-policy.ts";
import type { NotificationEvent } from "../../database/schema/judging.ts";

/** One kind of channel: brings one event to one target and says what came of it. It may also throw: worth another try. */
export type Deliver = (delivery: Delivery, means: DeliveryMeans) => Promise<DeliveryOutcome>;

export interface Delivery {
  readonly notificationId: string;
  readonly event: NotificationEvent;
  /** A URL, or addresses separated by commas. */
  readonly target: string;
  readonly secret: string | null;
}

/** What a process delivers with. */
export interface DeliveryMeans {
  readonly policy: AddressPolicy;
  /** null: this process cannot send mail. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly timeoutMs: number;
}

/** Reasons are sentences without the target, which may hold a secret of its own. */
export type DeliveryOutcome =
  /** `note` is what a person should know nevertheless. */
  | { readonly kind: "sent"; readonly note: string | null }
  /** Another try would end the same way. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "again"; readonly reason: string };
