import { ReportGenerator } from "lighthouse/report/generator/report-generator.js";

/** Lighthouse's own HTML report of a stored result. */
export function renderHtml(result: unknown): string {
  return ReportGenerator.generateReportHtml(
    result as Parameters<typeof ReportGenerator.generateReportHtml>[0],
  );
}
