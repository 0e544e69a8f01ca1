import { expect, test } from "vitest";
import { rangeStart } from "./range.ts";
import { readTrendState, writeTrendState } from "./trend-state.ts";

test("an address without anything shows thirty days", () => {
  expect(readTrendState(new URLSearchParams())).toEqual({ page: null, profile: null, range: "30d" });
});

test("page, profile and range live in the address", () => {
  const params = writeTrendState(new URLSearchParams(), { page: "p1", profile: "desktop", range: "1y" });
  expect(params.toString()).toBe("page=p1&profile=desktop&range=1y");
  expect(readTrendState(params)).toEqual({ page: "p1", profile: "desktop", range: "1y" });
});

test("ranges begin as far back as they say", () => {
  const now = new Date("2026-03-31T12:00:00Z");
  expect(rangeStart("24h", now)).toBe("2026-03-30T12:00:00.000Z");
  expect(rangeStart("1y", now)).toBe("2025-03-31T12:00:00.000Z");
});
