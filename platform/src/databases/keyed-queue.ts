export type KeyedQueue = <Result>(key: string, task: () => Promise<Result>) => Promise<Result>;

/** Runs tasks of one key one after the other, in order; tasks of different keys at once. */
export function keyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const run = (tails.get(key) ?? Promise.resolve()).then(task, task);
    tails.set(key, run);
    const forget = (): void => {
      if (tails.get(key) === run) tails.delete(key);
    };
    run.then(forget, forget);
    return run;
  };
}
