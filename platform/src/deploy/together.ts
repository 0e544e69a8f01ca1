/**
 * Does the work of all items at once. The first failure aborts the signal of the others, and is thrown once all of them
 * have ended: nothing goes on behind the back of whoever cleans up.
 */
export async function together<Item, Result>(
  signal: AbortSignal,
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const guarded = async (item: Item): Promise<Result> => {
    try {
      return await work(item, either);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const all = items.map(guarded);
  await Promise.allSettled(all);
  signal.throwIfAborted();
  failed.signal.throwIfAborted();
  return Promise.all(all);
}
