import { describe, expect, it } from "vitest";
import { measurementVerdict, type MeasurementResult } from "./measurement-verdict.ts";

const done: MeasurementResult = {
  state: "done",
  profile: "mobile",
  noisy: false,
  failure: null,
  samples: { wanted: 3, valid: 3 },
  values: { performance: 92, lcp: 2100, tbt: 140, cls: 0.002, fcp: 900 },
};

describe("the verdict on a measurement", () => {
  it("names score, band and the numbers behind it", () => {
    expect(measurementVerdict(done)).toBe(
      "Performance 92 (good): LCP 2.1 s, TBT 140 ms, CLS 0.002, from 3 samples.",
    );
  });

  it("leaves out what has no value, and keeps zeros", () => {
    const values = { performance: 0, tbt: 0 };
    expect(measurementVerdict({ ...done, values, samples: { wanted: 1, valid: 1 } })).toBe(
      "Performance 0 (poor): TBT 0 ms, from 1 sample.",
    );
    expect(measurementVerdict({ ...done, values: { lcp: 2100 } })).toBe(
      "No score: LCP 2.1 s, from 3 samples.",
    );
    expect(measurementVerdict({ ...done, values: { performance: 92 } })).toBe(
      "Performance 92 (good), from 3 samples.",
    );
    expect(measurementVerdict({ ...done, values: {} })).toBe("No score, from 3 samples.");
  });

  it("says what a busy host means", () => {
    expect(measurementVerdict({ ...done, noisy: true })).toMatch(
      /from 3 samples; the host was busy with other work, so it counts for no budget or anomaly\.$/,
    );
  });

  it("says why there is no result", () => {
    const failure = "The page did not answer.";
    expect(
      measurementVerdict({ ...done, state: "inconclusive", failure, samples: { wanted: 3, valid: 1 } }),
    ).toBe("Only 1 of 3 samples succeeded, too few for a result: The page did not answer.");
    expect(measurementVerdict({ ...done, state: "failed", failure, samples: { wanted: 3, valid: 0 } })).toBe(
      "No sample succeeded: The page did not answer.",
    );
    expect(measurementVerdict({ ...done, state: "failed" })).toBe("No sample succeeded.");
  });

  it("says how far an open or cancelled one came", () => {
    const samples = { wanted: 3, valid: 2 };
    expect(measurementVerdict({ ...done, state: "open", samples })).toBe("2 of 3 samples are done.");
    expect(measurementVerdict({ ...done, state: "cancelled", samples })).toBe(
      "Cancelled after 2 of 3 samples.",
    );
  });
});
