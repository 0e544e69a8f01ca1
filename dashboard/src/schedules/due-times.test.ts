import { describe, expect, test } from "vitest";
import { findCronProblem, lastDue, nextTimes } from "./due-times.ts";

const berlin = { cron: "30 2 * * *", timeZone: "Europe/Berlin" };
const at = (text: string) => new Date(text);

describe("over the changes of the clock in Berlin", () => {
  test("an hour that is left out in spring has its tick once, as soon as the gap is over", () => {
    const days = nextTimes(berlin, 3, at("2026-03-28T12:00:00Z"));
    // 02:30 does not exist on the 29th.
    expect(days.map((day) => day.toISOString())).toEqual([
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
      "2026-03-31T00:30:00.000Z",
    ]);
  });

  test("an hour that comes twice in autumn has its tick once", () => {
    const days = nextTimes(berlin, 3, at("2026-10-24T12:00:00Z"));
    expect(days.map((day) => day.toISOString())).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
      "2026-10-27T01:30:00.000Z",
    ]);
  });
});

const nightly = { cron: "0 4 * * *", timeZone: "UTC" };

test("nothing is due before its time, and once it was looked at", () => {
  expect(lastDue(nightly, at("2026-11-01T00:00:00Z"), at("2026-11-01T03:59:59Z"))).toBeNull();
  expect(lastDue(nightly, at("2026-11-01T04:00:00Z"), at("2026-11-01T05:00:00Z"))).toBeNull();
});

test("a tick in its time is not late", () => {
  const due = lastDue(nightly, at("2026-11-01T00:00:00Z"), at("2026-11-01T04:00:01Z"));
  expect(due).toEqual({ dueAt: at("2026-11-01T04:00:00Z"), late: false });
});

test("eight hours away are caught up once, with the last tick", () => {
  const hourly = { cron: "0 * * * *", timeZone: "UTC" };
  const due = lastDue(hourly, at("2026-11-01T00:30:00Z"), at("2026-11-01T08:30:00Z"));
  expect(due).toEqual({ dueAt: at("2026-11-01T08:00:00Z"), late: true });
});

test("what was missed more than twelve hours ago is left", () => {
  expect(lastDue(nightly, at("2026-10-30T00:00:00Z"), at("2026-11-01T23:00:00Z"))).toBeNull();
});

test("a clock that is set back runs nothing again", () => {
  expect(lastDue(nightly, at("2026-11-01T04:00:00Z"), at("2026-11-01T03:00:00Z"))).toBeNull();
});

test.each([
  [{ cron: "0 4 * *", timeZone: "UTC" }, "five fields"],
  [{ cron: "61 4 * * *", timeZone: "UTC" }, "cannot be read"],
  [{ cron: "0 0 30 2 *", timeZone: "UTC" }, "never comes"],
  [{ cron: "0 4 * * *", timeZone: "Mars/Base" }, "no time zone"],
])("says what is wrong with %j", (times, said) => {
  expect(findCronProblem(times)?.message).toContain(said);
});

test("takes a good one", () => {
  expect(findCronProblem(berlin)).toBeNull();
});
