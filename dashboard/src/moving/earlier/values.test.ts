import { expect, test } from "vitest";
import { convertValues, type StoredValues } from "./values.ts";

const nothing: StoredValues = {
  performance: null,
  accessibility: null,
  bestPractices: null,
  seo: null,
  fcp: null,
  si: null,
  lcp: null,
  tbt: null,
  cls: null,
  tti: null,
  ttfb: null,
  pageLoadTime: null,
  pageSize: null,
  requests: null,
  themeAssetSize: null,
};

test("brings seconds to milliseconds and leaves the rest as it is", () => {
  const { values, dropped } = convertValues({
    ...nothing,
    performance: 87,
    fcp: 1.005,
    si: 3.2,
    lcp: 2.345678,
    tbt: 0,
    cls: 0,
    pageSize: 1_500_000,
  });
  expect(values).toEqual({
    performance: 87,
    fcp: 1005,
    si: 3200,
    lcp: 2345.678,
    tbt: 0,
    cls: 0,
    "bytes-total": 1_500_000,
  });
  expect(dropped).toEqual([]);
});

test("takes a TTFB below 30 for seconds and any other for milliseconds", () => {
  expect(convertValues({ ...nothing, ttfb: 0.42 }).values.ttfb).toBe(420);
  expect(convertValues({ ...nothing, ttfb: 29.9 }).values.ttfb).toBe(29_900);
  expect(convertValues({ ...nothing, ttfb: 30 }).values.ttfb).toBe(30);
  expect(convertValues({ ...nothing, ttfb: 612 }).values.ttfb).toBe(612);
});

test("drops a TTI that is FCP plus three seconds and keeps a measured one", () => {
  expect(convertValues({ ...nothing, fcp: 1.1, tti: 1.1 + 3 })).toEqual({
    values: { fcp: 1100 },
    dropped: ["tti-invented"],
  });
  expect(convertValues({ ...nothing, fcp: 1.1, tti: 4.2 }).values.tti).toBe(4200);
});

test("drops the four zeros that stand for nothing measured, also where some were stored as nothing", () => {
  const zeros = { accessibility: 0, bestPractices: 0, seo: 0, requests: 0 };
  expect(convertValues({ ...nothing, ...zeros })).toEqual({
    values: {},
    dropped: ["scores-invented", "scores-invented", "scores-invented", "scores-invented"],
  });
  expect(convertValues({ ...nothing, ...zeros, seo: null }).dropped).toHaveLength(3);
  expect(convertValues({ ...nothing, ...zeros, seo: 90, requests: 12 }).values).toEqual({
    accessibility: 0,
    "best-practices": 0,
    seo: 90,
    requests: 12,
  });
});

test("drops load time always and page size where it repeats the theme asset size", () => {
  expect(convertValues({ ...nothing, pageLoadTime: 3, pageSize: 5000, themeAssetSize: 5000 })).toEqual({
    values: {},
    dropped: ["page-size-invented", "load-time"],
  });
});

test("drops a 0 that no page can have, and a score of 0 only where nothing was painted", () => {
  expect(convertValues({ ...nothing, performance: 0, fcp: 0, lcp: 0, si: 0, ttfb: 0, cls: 0 })).toEqual({
    values: { cls: 0 },
    dropped: Array(5).fill("zero-for-missing"),
  });
  expect(convertValues({ ...nothing, performance: 0, fcp: 9, lcp: 20 }).values.performance).toBe(0);
});

test("drops what is no number and reads numbers that were stored as text", () => {
  expect(convertValues({ ...nothing, lcp: "abc", cls: -1, fcp: "1.5" })).toEqual({
    values: { fcp: 1500 },
    dropped: ["unreadable", "unreadable"],
  });
});
