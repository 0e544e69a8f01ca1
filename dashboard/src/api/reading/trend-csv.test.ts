import { expect, test } from "vitest";
import { metrics } from "../../papers/metric.ts";
import type { Trend } from "../shapes/measuring.ts";
import { nameTrendFile, writeTrendCsv } from "./trend-csv.ts";

const point: Trend["points"][number] = {
  measurementId: "0",
  at: "2026-05-01T04:00:00.000Z",
  noisy: false,
  trigger: "schedule",
  values: {
    cls: { median: 0, min: 0, max: 0.1, n: 3 },
    lcp: { median: 2480.5, min: 2400, max: 2600, n: 2 },
  },
};

test("writes a row a measurement, zero as 0 and what is absent as nothing", () => {
  const [head, row, ...rest] = writeTrendCsv({ profile: "mobile", points: [point] }).split("\r\n");
  expect(head).toBe(`time,profile,trigger,n,${metrics.join(",")}`);
  expect(rest).toEqual([""]);
  const cells = Object.fromEntries(head!.split(",").map((name, index) => [name, row!.split(",")[index]]));
  expect(cells).toMatchObject({ time: point.at, profile: "mobile", trigger: "schedule", n: "3", cls: "0" });
  expect(cells).toMatchObject({ lcp: "2480.5", tbt: "" });
});

test("has a head although there is nothing to tell", () => {
  expect(writeTrendCsv({ profile: "desktop", points: [] })).toMatch(
    /^time,profile,trigger,n,performance,.*\r\n$/,
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("never lets text begin a formula: %j", (text) => {
  const csv = writeTrendCsv({ profile: "mobile", points: [{ ...point, trigger: text as never }] });
  expect(csv).toContain(`'${text}`);
});

test("quotes what would end a cell", () => {
  const csv = writeTrendCsv({ profile: "mobile", points: [{ ...point, trigger: 'a,"b' as never }] });
  expect(csv).toContain(',"a,""b",');
});

test("names its file so that any system takes it", () => {
  const name = (label: string) =>
    nameTrendFile({
      page: { id: "0", label, url: "https://shop.example/" },
      profile: "mobile",
      from: "2026-04-01T00:00:00.000Z",
      to: "2026-05-01T00:00:00.000Z",
      points: [],
      markers: [],
      gaps: [],
    });
  expect(name('Über uns / "A"')).toBe("trend-ber-uns-a-mobile-2026-04-01-2026-05-01.csv");
  expect(name("首页")).toBe("trend-mobile-2026-04-01-2026-05-01.csv");
});
