import { expect, test } from "vitest";
import { nearestIndex, reducePoints } from "./reduce-points.ts";
import type { ChartPoint } from "./series.ts";

function pointAt(at: number, median = at): ChartPoint {
  const measurementId = `m${at}`;
  return {
    at,
    median,
    min: median - 1,
    max: median + 1,
    samples: 3,
    measurements: 1,
    noisy: false,
    measurementId,
  };
}

test("leaves points alone while they fit", () => {
  const points = [pointAt(0), pointAt(1), pointAt(2)];
  expect(reducePoints(points, [0, 2], 3)).toBe(points);
});

test("reduces ten thousand points to one a slot and keeps their extremes", () => {
  const points = Array.from({ length: 10_000 }, (_, at) => pointAt(at, at === 4321 ? 99_999 : at % 10));
  const reduced = reducePoints(points, [0, 10_000], 200);
  expect(reduced).toHaveLength(200);
  expect(Math.max(...reduced.map(({ max }) => max))).toBe(100_000);
  expect(reduced.reduce((sum, { measurements }) => sum + measurements, 0)).toBe(10_000);
  expect(reduced.reduce((sum, { samples }) => sum + samples, 0)).toBe(30_000);
});

test("a reduced point stands at a measurement that exists, in the order of time", () => {
  const points = Array.from({ length: 100 }, (_, at) => pointAt(at));
  const reduced = reducePoints(points, [0, 100], 10);
  expect(reduced.map(({ at }) => at)).toEqual([4, 14, 24, 34, 44, 54, 64, 74, 84, 94]);
  expect(reduced[0]?.measurementId).toBe("m4");
});

test("a reduced point is noisy only when all of its measurements were", () => {
  const points = [0, 1, 2, 3].map((at) => ({ ...pointAt(at), noisy: at !== 3 }));
  expect(reducePoints(points, [0, 4], 2).map(({ noisy }) => noisy)).toEqual([true, false]);
});

test("finds the nearest point, whatever is asked", () => {
  const points = [pointAt(0), pointAt(10), pointAt(30)];
  expect([-5, 4, 6, 19, 21, 99].map((at) => nearestIndex(points, at))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(nearestIndex([], 5)).toBeNull();
});
