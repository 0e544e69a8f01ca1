import { expect, test } from "vitest";
import { timeTicks } from "./time-ticks.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const from = new Date(2026, 2, 10, 9, 20).getTime();

test("ticks stand at full hours of the reader's zone when a day is shown", () => {
  const ticks = timeTicks([from, from + DAY_MS], 6).map((tick) => new Date(tick));
  expect(ticks.length).toBeGreaterThan(2);
  expect(ticks.length).toBeLessThanOrEqual(6);
  for (const tick of ticks) expect([tick.getMinutes(), tick.getHours() % 6]).toEqual([0, 0]);
});

test("ticks stand at midnight when weeks are shown, also across a change of clocks", () => {
  const ticks = timeTicks([from, from + 30 * DAY_MS], 8).map((tick) => new Date(tick));
  for (const tick of ticks) expect(tick.getHours()).toBe(0);
  expect(ticks.length).toBeGreaterThan(3);
});

test("ticks stand at the first of a month when a year is shown", () => {
  const ticks = timeTicks([from, from + 365 * DAY_MS], 6).map((tick) => new Date(tick));
  for (const tick of ticks) expect(tick.getDate()).toBe(1);
  expect(ticks.length).toBeLessThanOrEqual(7);
});

test("ticks never leave the span", () => {
  for (const days of [1, 7, 30, 90, 365, 4000]) {
    const to = from + days * DAY_MS;
    const ticks = timeTicks([from, to], 5);
    expect(ticks.every((tick) => tick >= from && tick <= to)).toBe(true);
  }
});
