import { expect, it } from "vitest";
import { extractValues } from "./extract-values.ts";
import { readRecordedResult, withAudits } from "./testing/recorded-result.ts";

const recorded = readRecordedResult();

it("takes scores, timings, bytes and counts out of a result", () => {
  const values = extractValues(recorded);
  expect(values).toMatchObject({
    performance: 84,
    accessibility: 80,
    "best-practices": 92,
    seo: 82,
    cls: 0,
    "third-parties": 1,
    "bytes-font": 0,
  });
  expect(values.fcp).toBeCloseTo(800.38, 1);
  expect(values.tbt).toBeCloseTo(616.7, 1);
  expect(values.ttfb).toBeGreaterThan(400);
  expect(values["bytes-third-party"]).toBe(30_264);
  expect(values["bytes-total"]).toBeGreaterThan(values["bytes-third-party"] ?? 0);
});

it("leaves out what Lighthouse has no value for", () => {
  const failed = {
    ...recorded.audits["largest-contentful-paint"],
    scoreDisplayMode: "error",
    numericValue: undefined,
  };
  const partial = withAudits(recorded, {
    "largest-contentful-paint": failed,
    "speed-index": undefined,
    "resource-summary": undefined,
    metrics: undefined,
    "network-requests": undefined,
  });
  const values = extractValues({
    ...partial,
    categories: { seo: { title: "SEO", score: null, auditRefs: [] } },
  });
  expect(Object.keys(values).toSorted()).toEqual(["cls", "fcp", "tbt", "tti"]);
});

it("keeps a score of zero and no third party at all as zeros", () => {
  const alone = {
    ...recorded,
    entities: recorded.entities?.filter(({ isFirstParty }) => isFirstParty) ?? [],
  };
  const values = extractValues({
    ...alone,
    categories: { performance: { title: "Performance", score: 0, auditRefs: [] } },
  });
  expect(values.performance).toBe(0);
  expect(values["third-parties"]).toBe(0);
});
