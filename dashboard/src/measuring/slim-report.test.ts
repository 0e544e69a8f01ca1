import { ReportGenerator } from "lighthouse/report/generator/report-generator.js";
import { expect, it } from "vitest";
import { createRedact } from "./redact.ts";
import { extractFilmstrip, slimReport } from "./slim-report.ts";
import { readRecordedResult, withAudits } from "./testing/recorded-result.ts";

const recorded = readRecordedResult();
const redact = createRedact({ authorization: "Bearer canary-7f3a9c", "x-team": "abc" });

it("leaves pictures, translations and timings out", () => {
  const report = slimReport(recorded, redact);
  expect(report).not.toContain("data:image/jpeg");
  expect(report).not.toContain("boundingRect");
  const slim = JSON.parse(report) as Record<string, unknown>;
  expect(slim["i18n"]).toEqual({ rendererFormattedStrings: {} });
  expect(slim).not.toHaveProperty("timing");
  expect(report.length).toBeLessThan(JSON.stringify(recorded).length);
});

it("keeps what Lighthouse makes a page of", () => {
  const html = ReportGenerator.generateReport(JSON.parse(slimReport(recorded, redact)) as never, "html");
  expect(html).toContain("<!doctype html>");
  expect(html).toContain("first-contentful-paint");
});

it("redacts header values and secrets in URLs everywhere", () => {
  const leaky = withAudits(recorded, {
    "errors-in-console": {
      id: "errors-in-console",
      title: "x",
      description: 'sent "Bearer canary-7f3a9c" and canary-7f3a9c',
      score: 0,
      scoreDisplayMode: "binary",
    },
  });
  const report = slimReport(leaky, redact);
  expect(report).not.toContain("canary");
  expect(report).not.toContain("abcdef123456");
  expect(report).toContain("/widget.js?token=[redacted]");
});

it("keeps at most eight frames, the last among them", () => {
  const data = "data:image/jpeg;base64,AAAA";
  const items = Array.from({ length: 20 }, (_, index) => ({ timing: index * 100, data }));
  const long = withAudits(recorded, {
    "screenshot-thumbnails": { ...recorded.audits["screenshot-thumbnails"], details: { items } },
  });
  const frames = extractFilmstrip(long);
  expect(frames).toHaveLength(8);
  expect(frames.at(-1)).toEqual({ atMs: 1900, jpeg: "AAAA" });
  expect(extractFilmstrip(withAudits(recorded, { "screenshot-thumbnails": undefined }))).toEqual([]);
});
