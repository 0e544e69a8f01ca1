import type { Page } from "puppeteer-core";
import type { DocumentStep } from "./document-log.ts";

export type StuckCode = "NO_ANSWER" | "PAGE_HUNG";

const PATIENCE_MS = 3_000;
const PROBE_MS = 2_000;

/**
 * Looks once, shortly after Lighthouse has given up waiting for the page, whether there is anything to measure: Lighthouse
 * itself would ask a page that hangs one thing after another, half a minute each.
 * @returns never resolves for a page that lives
 */
export function watchStuck(
  page: Page,
  steps: readonly DocumentStep[],
  loadLimitMs: number,
): Promise<StuckCode> {
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      if (!steps.some(({ status }) => status === null || status < 300 || status >= 400))
        return resolve("NO_ANSWER");
      const timer = setTimeout(() => resolve("PAGE_HUNG"), PROBE_MS);
      // A page that is being closed answers with an error; that is an answer.
      await page.evaluate(() => true).catch(() => true);
      clearTimeout(timer);
    };
    setTimeout(() => void look(), loadLimitMs + PATIENCE_MS).unref();
  });
}
