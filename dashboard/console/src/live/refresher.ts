import type { QueryKey } from "@tanstack/react-query";

export interface Refresher {
  readonly add: (keys: readonly QueryKey[]) => void;
  readonly stop: () => void;
}

/**
 * Gathers what became old and asks for it at most once in a while: a batch of a hundred samples sends a change for
 * each, and a view needs one answer for all that came in the meantime.
 */
export function createRefresher(refresh: (key: QueryKey) => void, pauseMs: number): Refresher {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    timer = null;
    if (waiting.size === 0) return;
    const due = [...waiting.values()];
    waiting.clear();
    timer = setTimeout(flush, pauseMs);
    for (const key of due) refresh(key);
  };
  return {
    add: (keys) => {
      for (const key of keys) waiting.set(JSON.stringify(key), key);
      if (timer === null) flush();
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
