/** Tells every API instance, and through it every open page, that something changed. */
const CHANNEL = "changes";

export async function announceChange(redis) {
  await redis.publish(CHANNEL, "");
}

/** @param {import("ioredis").Redis} subscriber a connection of its own; it subscribes again after a break */
export function onChange(subscriber, listener) {
  subscriber.on("message", listener);
  subscriber.subscribe(CHANNEL).catch((error) => console.error(`changes: ${error.message}`));
}
