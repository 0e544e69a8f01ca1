import type { HTTPRequest, Page } from "puppeteer-core";

/** One request for the page's document: the first, a redirect's target, or where a script went. */
export interface DocumentStep {
  readonly url: string;
  /** null: no answer (yet). */
  readonly status: number | null;
  /** Chromium's name for what went wrong, e.g. net::ERR_CERT_AUTHORITY_INVALID. */
  readonly error: string | null;
}

export interface DocumentLog {
  readonly steps: readonly DocumentStep[];
  readonly hasCrashed: boolean;
  /** Lighthouse has measured and goes away from the page and back, to try the browser's back/forward cache. */
  readonly isOver: boolean;
  /** Resolves as soon as the document cannot become a result any more: it failed, or the page crashed. */
  readonly broken: Promise<void>;
}

/** Follows the main frame's document. Puppeteer hears these events anyway, so this costs the page nothing. */
export function logDocuments(page: Page): DocumentLog {
  const steps: DocumentStep[] = [];
  const state = { hasCrashed: false, isOver: false };
  const broken = new Promise<void>((resolve) => {
    const note = (request: HTTPRequest, step: DocumentStep): void => {
      const isDocument = request.isNavigationRequest() && request.frame() === page.mainFrame();
      if (state.isOver || !isDocument || !isHttp(request.url())) return;
      steps.push(step);
      if (isBroken(step)) resolve();
    };
    page.on("response", (response) => {
      note(response.request(), { url: response.url(), status: response.status(), error: null });
    });
    page.on("requestfailed", (request) => {
      note(request, {
        url: request.url(),
        status: null,
        error: request.failure()?.errorText ?? "net::ERR_FAILED",
      });
    });
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame() && frame.url().startsWith("chrome://")) state.isOver = true;
    });
    page.on("error", () => {
      state.hasCrashed = true;
      resolve();
    });
  });
  // The same object, because its flags go on changing.
  return Object.assign(state, { steps, broken });
}

function isBroken({ status, error }: DocumentStep): boolean {
  // A navigation is aborted too when a script goes elsewhere before it is through; Lighthouse follows that.
  if (error !== null) return error !== "net::ERR_ABORTED";
  return status !== null && status >= 400;
}

function isHttp(url: string): boolean {
  return url.startsWith("http:") || url.startsWith("https:");
}
