import { expect, test } from "vitest";
import { linearScale, niceTicks } from "./scale.ts";

test("maps one span into another, also when it points downwards", () => {
  const scale = linearScale([0, 10], [100, 0]);
  expect([scale(0), scale(5), scale(10), scale(12)]).toEqual([100, 50, 0, -20]);
});

test("puts values without extent into the middle", () => {
  expect(linearScale([3, 3], [0, 10])(3)).toBe(5);
});

test("chooses round ticks inside the span", () => {
  expect(niceTicks([0, 1], 4)).toEqual([0, 0.5, 1]);
  expect(niceTicks([1830, 3440], 4)).toEqual([2000, 2500, 3000]);
  expect(niceTicks([0, 0.3], 3)).toEqual([0, 0.1, 0.2, 0.3]);
});

test("does not fall over a span that is empty or endless", () => {
  expect(niceTicks([5, 5], 4)).toEqual([5]);
  expect(niceTicks([0, Infinity], 4)).toEqual([0]);
});
