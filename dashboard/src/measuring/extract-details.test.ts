import { expect, it } from "vitest";
import { extractDetails } from "./extract-details.ts";
import { readRecordedResult, withAudits } from "./testing/recorded-result.ts";

const recorded = readRecordedResult();

it("lists the largest resources first", () => {
  const { largestResources } = extractDetails(recorded);
  expect(largestResources[0]).toMatchObject({ type: "script", transferBytes: 30_264 });
  expect(largestResources[0]?.durationMs).toBeGreaterThan(0);
  const sizes = largestResources.map(({ transferBytes }) => transferBytes);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

it("lists at most twenty resources", () => {
  const items = Array.from({ length: 50 }, (_, index) => ({ url: `/${index}`, transferSize: index }));
  const many = withAudits(recorded, {
    "network-requests": { ...recorded.audits["network-requests"], details: { items } },
  });
  const { largestResources } = extractDetails(many);
  expect(largestResources).toHaveLength(20);
  expect(largestResources[0]?.url).toBe("/49");
});

it("sums up third parties and leaves a time it does not know null", () => {
  const [party, ...others] = extractDetails(recorded).thirdParties;
  expect(others).toEqual([]);
  expect(party).toMatchObject({ entity: "localhost", transferBytes: 30_264, requests: 1, blockingMs: null });
  expect(party?.mainThreadMs).toBeCloseTo(183.6, 1);
});

it("tells what would save something, in plain words", () => {
  const { opportunities } = extractDetails(recorded);
  const ids = opportunities.map(({ id }) => id);
  expect(ids).toContain("render-blocking-insight");
  expect(ids).not.toContain("unused-javascript");
  for (const { title, description, savingsMs, savingsBytes } of opportunities) {
    expect(`${title} ${description}`).not.toMatch(/\]\(|`|Learn (more|how)/);
    expect(savingsMs ?? savingsBytes).toBeGreaterThan(0);
  }
});

it("names the largest element of the page", () => {
  expect(extractDetails(recorded).lcpElement?.selector).toMatch(/h1|img/);
  const without = withAudits(recorded, {
    "lcp-breakdown-insight": undefined,
    "lcp-discovery-insight": undefined,
  });
  expect(extractDetails(without).lcpElement).toBeNull();
});

it("names failed audits of all categories but performance", () => {
  const { failedAudits } = extractDetails(recorded);
  expect(failedAudits).toContainEqual(
    expect.objectContaining({ id: "image-alt", category: "accessibility" }),
  );
  expect(failedAudits).toContainEqual(expect.objectContaining({ id: "meta-description", category: "seo" }));
  expect(failedAudits.map(({ id }) => id)).not.toContain("document-title");
});
