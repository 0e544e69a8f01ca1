import type { FilmstripFrame } from "../papers/sample.ts";
import { auditItems, type LighthouseResult } from "./lighthouse-result.ts";
import { redactTexts, type Redact } from "./redact.ts";

const MAX_FRAMES = 8;
/** Pictures, and tables for tools of Lighthouse that we do not ship. */
const bareAudits: ReadonlySet<string> = new Set([
  "screenshot-thumbnails",
  "final-screenshot",
  "full-page-screenshot",
  "script-treemap-data",
  "main-thread-tasks",
]);
const jpegUrl = /^data:image\/jpe?g;base64,/;

interface FilmstripItem {
  readonly timing?: number;
  readonly data?: string;
}

/** The result as JSON without pictures, translations and timings, secrets redacted; Lighthouse still renders it. */
export function slimReport(result: LighthouseResult, redact: Redact): string {
  const audits = Object.entries(result.audits).map(([id, audit]) => {
    const { details, ...bare } = audit;
    return [
      id,
      details === undefined || bareAudits.has(id) ? bare : { ...bare, details: slimDetails(details) },
    ];
  });
  const {
    timing: _timing,
    fullPageScreenshot: _screenshot,
    ...kept
  } = result as LighthouseResult & Record<string, unknown>;
  // The renderer wants the table to be there; it has English of its own for what is not in it.
  const slim = {
    ...kept,
    audits: Object.fromEntries(audits) as unknown,
    i18n: { rendererFormattedStrings: {} },
  };
  return JSON.stringify(redactTexts(slim, redact));
}

/** What the page looked like while it loaded, at most eight frames. */
export function extractFilmstrip(result: LighthouseResult): readonly FilmstripFrame[] {
  const frames = (auditItems<FilmstripItem>(result, "screenshot-thumbnails") ?? []).flatMap(
    ({ timing, data }) =>
      timing !== undefined && data !== undefined && jpegUrl.test(data)
        ? [{ atMs: Math.round(timing), jpeg: data.replace(jpegUrl, "") }]
        : [],
  );
  if (frames.length <= MAX_FRAMES) return frames;
  // Evenly spread, the last one among them: it is how the page ended up.
  return Array.from(
    { length: MAX_FRAMES },
    (_, index) => frames[Math.round(((index + 1) * frames.length) / MAX_FRAMES) - 1],
  ).filter((frame) => frame !== undefined);
}

/** Rectangles are for drawing on the picture that is not there, and nobody reads a fraction of a microsecond. */
function slimDetails(value: unknown): unknown {
  if (typeof value === "number") return Math.round(value * 1000) / 1000;
  if (Array.isArray(value)) return value.map(slimDetails);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== "boundingRect" && name !== "lhId");
  return Object.fromEntries(kept.map(([name, one]) => [name, slimDetails(one)]));
}
