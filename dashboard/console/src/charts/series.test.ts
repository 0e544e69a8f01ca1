import { expect, test } from "vitest";
import type { Trend } from "../../../src/api/shapes/measuring.ts";
import { seriesOf, splitAtGaps } from "./series.ts";

function pointOf(hour: number, values: Trend["points"][number]["values"]): Trend["points"][number] {
  const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
  return { measurementId: `m${hour}`, at, noisy: false, trigger: "schedule", values };
}

const trend: Trend = {
  page: { id: "p", label: "Home", url: "https://example.com/" },
  profile: "mobile",
  from: "2026-01-01T00:00:00Z",
  to: "2026-01-02T00:00:00Z",
  points: [
    pointOf(1, { cls: { median: 0, min: 0, max: 0, n: 3 } }),
    pointOf(2, {}),
    pointOf(3, { cls: { median: 0.1, min: 0, max: 0.2, n: 5 } }),
  ],
  markers: [],
  gaps: [],
};

test("zero is a value, absence is left out", () => {
  expect(seriesOf(trend, "cls").map(({ median, samples }) => [median, samples])).toEqual([
    [0, 3],
    [0.1, 5],
  ]);
  expect(seriesOf(trend, "lcp")).toEqual([]);
});

test("a line is cut where a measurement has no result", () => {
  const points = seriesOf(trend, "cls");
  expect(splitAtGaps(points, [])).toHaveLength(1);
  expect(splitAtGaps(points, [Date.parse("2026-01-01T02:00:00Z")]).map((piece) => piece.length)).toEqual([
    1, 1,
  ]);
  expect(splitAtGaps(points, [Date.parse("2026-01-01T09:00:00Z")])).toHaveLength(1);
});
