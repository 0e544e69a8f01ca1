import { expect, test } from "vitest";
import { progressSentence } from "./batch-progress.tsx";

const samples = { total: 40, done: 12, running: 2, queued: 26, failed: 0 };

test("says how far a batch is and how long it still takes", () => {
  const batch = { state: "open", samples, ahead: 0, expectedMs: 300_000 } as const;
  expect(progressSentence(batch)).toBe("12 of 40 samples done, 2 running, about 5 min left");
});

test("says why nothing happens yet", () => {
  const waiting = { ...samples, done: 0, running: 0 };
  const batch = { state: "open", samples: waiting, ahead: 7, expectedMs: null } as const;
  expect(progressSentence(batch)).toBe("0 of 40 samples done, 7 samples of others first");
});

test("a batch that has ended has nothing left", () => {
  const batch = {
    state: "done",
    samples: { ...samples, done: 39, failed: 1 },
    ahead: 3,
    expectedMs: 9,
  } as const;
  expect(progressSentence(batch)).toBe("39 of 40 samples done, 1 failed");
});
