import { expect, test } from "vitest";
import { metrics } from "../../papers/metric.ts";
import { readMetricSpreads, readMetricValues } from "./metric-columns.ts";

test("metrics keep their places, as stored arrays have no names", () => {
  expect(metrics).toEqual([
    ...[
      "performance",
      "accessibility",
      "best-practices",
      "seo",
      "fcp",
      "si",
      "lcp",
      "tbt",
      "cls",
      "tti",
      "ttfb",
    ],
    ...["bytes-total", "bytes-document", "bytes-script", "bytes-stylesheet", "bytes-image", "bytes-font"],
    ...["bytes-media", "bytes-other", "bytes-third-party", "requests", "third-parties"],
  ]);
});

test("null and what lies behind the end are absent, 0 is a value", () => {
  expect(readMetricValues([null, 0, 12.5])).toEqual({ accessibility: 0, "best-practices": 12.5 });
  expect(
    readMetricSpreads([
      [null, null, null, null, null],
      [1, 0, 0, 0, 0],
    ]),
  ).toEqual({
    accessibility: { n: 1, median: 0, mad: 0, min: 0, max: 0 },
  });
});
