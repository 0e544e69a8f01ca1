import { setImmediate } from "node:timers/promises";

const TURN = 200;

/**
 * Applies a function to each item, one after the other, and lets other work run now and then. Where it is mostly
 * synchronous, thousands of small files are read in a quarter of the time that as many promises take.
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  apply: (item: Item) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    if (index % TURN === TURN - 1) await setImmediate();
    const result = apply(item);
    results.push(result instanceof Promise ? await result : result);
  }
  return results;
}
