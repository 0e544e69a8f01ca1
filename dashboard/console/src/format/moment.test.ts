import { expect, test } from "vitest";
import { formatRelative } from "./moment.ts";

const now = Date.parse("2026-03-10T12:00:00Z");

test("says how long ago, in the unit people would use", () => {
  const at = ["2026-03-10T11:59:40Z", "2026-03-10T11:15:00Z", "2026-03-10T02:00:00Z", "2026-03-06T12:00:00Z"];
  expect(at.map((text) => formatRelative(text, now))).toEqual([
    "just now",
    "45 minutes ago",
    "10 hours ago",
    "4 days ago",
  ]);
});

test("says how long until", () => {
  expect(formatRelative("2026-03-10T12:00:20Z", now)).toBe("in a moment");
  expect(formatRelative("2026-03-10T18:00:00Z", now)).toBe("in 6 hours");
});

test("reaches back for years", () => {
  expect(formatRelative("2025-12-10T12:00:00Z", now)).toBe("3 months ago");
  expect(formatRelative("2024-03-10T12:00:00Z", now)).toBe("2 years ago");
});
