import { expect, test } from "vitest";
import { nearestCron } from "./cron.ts";
import { createIds, deriveId } from "./ids.ts";
import { readMoment } from "./moment.ts";
import { spreadOf } from "../../statistics/spread.ts";

test("reads a moment from ISO text, SQLite's text, milliseconds and seconds, all as UTC", () => {
  const moment = Date.UTC(2025, 8, 27, 9, 30, 15);
  for (const stored of [
    "2025-09-27T09:30:15.000Z",
    "2025-09-27 09:30:15",
    "2025-09-27T09:30:15",
    "2025-09-27T11:30:15+02:00",
    moment,
    moment / 1000,
    String(moment),
  ])
    expect(readMoment(stored)).toBe(moment);
});

test("reads no moment from what is none", () => {
  for (const stored of [null, undefined, "", "yesterday", -1, 0, Number.NaN])
    expect(readMoment(stored)).toBeNull();
});

test("finds the cron expression nearest to a number of minutes", () => {
  expect([1, 5, 14, 60, 90, 360, 1440, 10_080, 100_000].map(nearestCron)).toEqual([
    "*/5 * * * *",
    "*/5 * * * *",
    "*/15 * * * *",
    "0 * * * *",
    "0 */2 * * *",
    "0 */6 * * *",
    "0 9 * * *",
    "0 9 * * 1",
    "0 9 1 * *",
  ]);
});

test("keeps UUIDs, replaces other ids, and says which", () => {
  const ids = createIds();
  expect(ids.keep("site", "8F26BFE2-2aa7-4345-8fd3-0a2e625b5471", 0)).toBe(
    "8f26bfe2-2aa7-4345-8fd3-0a2e625b5471",
  );
  const replaced = ids.keep("site", "shop-1", 1_700_000_000_000);
  expect(ids.rewritten()).toEqual([{ kind: "site", oldId: "shop-1", newId: replaced }]);
});

test("derives the same UUIDv7 every time, another for another name, in the order of time", () => {
  const id = deriveId("page", "a", 1_700_000_000_000);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(deriveId("page", "a", 1_700_000_000_000)).toBe(id);
  expect(deriveId("page", "b", 1_700_000_000_000)).not.toBe(id);
  expect(deriveId("page", "a", 1_700_000_000_001) > id).toBe(true);
});

test("sums up odd and even numbers of values", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ n: 3, median: 2, mad: 1, min: 1, max: 3 });
  expect(spreadOf([1, 3])).toEqual({ n: 2, median: 2, mad: 1, min: 1, max: 3 });
  expect(spreadOf([7])).toEqual({ n: 1, median: 7, mad: 0, min: 7, max: 7 });
});
