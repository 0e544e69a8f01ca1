import type { ChannelKind } from "../../../../src/papers/states.ts";

export const kindWords: Readonly<Record<ChannelKind, string>> = {
  webhook: "Webhook",
  email: "E-mail",
  slack: "Slack",
};
