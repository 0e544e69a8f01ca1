/** What a person asked for, or the clock. */
export const triggers = ["manual", "schedule", "verification", "comparison", "deployment"] as const;
export type Trigger = (typeof triggers)[number];

export const batchStates = ["open", "done", "cancelled"] as const;
export type BatchState = (typeof batchStates)[number];

/**
 * open: samples are still to come · done: published · inconclusive: too few valid samples ·
 * failed: none is valid · cancelled.
 */
export const measurementStates = ["open", "done", "inconclusive", "failed", "cancelled"] as const;
export type MeasurementState = (typeof measurementStates)[number];

/** queued: to be done, whether or not the queue knows yet · running: leased to a worker · the rest is final. */
export const sampleStates = ["queued", "running", "done", "failed", "dead", "cancelled"] as const;
export type SampleState = (typeof sampleStates)[number];

export const roles = ["viewer", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

export const budgetStates = ["unknown", "pass", "warn", "fail"] as const;
export type BudgetState = (typeof budgetStates)[number];

/** suspected: a repeated measurement is under way · confirmed: people were told · refuted: it did not repeat. */
export const anomalyStates = ["suspected", "confirmed", "refuted", "recovered", "dismissed"] as const;
export type AnomalyState = (typeof anomalyStates)[number];

export const channelKinds = ["webhook", "email", "slack"] as const;
export type ChannelKind = (typeof channelKinds)[number];
