import type { Page } from "puppeteer-core";
import type { DocumentLog } from "./document-log.ts";

export type StuckCode = "NO_ANSWER" | "PAGE_HUNG" | "LOAD_TIMED_OUT";

const PATIENCE_MS = 3_000;
const PROBE_MS = 2_000;

/**
 * Looks once, shortly after Lighthouse has given up waiting for the page, whether there is anything to measure. It would
 * ask a page that hangs one thing after another, half a minute each, and measure a page that still loads as far as it
 * got, which is a number of the moment and not of the page.
 * @returns never resolves for a page that has loaded and lives
 */
export function watchStuck(page: Page, documents: DocumentLog, loadLimitMs: number): Promise<StuckCode> {
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      const code = await judgePage(page, documents);
      if (code !== null) resolve(code);
    };
    setTimeout(() => void look(), loadLimitMs + PATIENCE_MS).unref();
  });
}

async function judgePage(page: Page, { steps, isOver }: DocumentLog): Promise<StuckCode | null> {
  if (isOver) return null;
  if (!steps.some(({ status }) => status === null || status < 300 || status >= 400)) return "NO_ANSWER";
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<"PAGE_HUNG">(
    (resolve) => (timer = setTimeout(() => resolve("PAGE_HUNG"), PROBE_MS)),
  );
  // Text, because it runs in the page; one that is being closed answers with an error, and that is an answer.
  const state = page.evaluate("document.readyState").catch(() => "complete");
  const answer = await Promise.race([hung, state]);
  clearTimeout(timer);
  if (answer === "PAGE_HUNG") return answer;
  return answer === "complete" ? null : "LOAD_TIMED_OUT";
}
