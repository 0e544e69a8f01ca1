import { expect, test } from "vitest";
import { linesOf } from "./clean-up-report.tsx";

const nothing = {
  at: "2026-01-01T00:00:00Z",
  expiredLeases: [],
  enqueuedAgain: [],
  finishedMeasurements: [],
  closedBatches: [],
  removedQueueJobs: [],
};

test("a clean-up that touched nothing has no lines", () => {
  expect(linesOf(nothing)).toEqual([]);
});

test("says apart what was queued again and what was given up", () => {
  const lines = linesOf({
    ...nothing,
    expiredLeases: [
      { sampleId: "a", action: "requeued" },
      { sampleId: "b", action: "dead" },
      { sampleId: "c", action: "dead" },
    ],
  });
  expect(lines.map(({ words }) => words)).toEqual([
    "1 sample of a lost worker queued again",
    "2 samples given up",
  ]);
});
