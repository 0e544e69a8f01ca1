import type { Config, Flags } from "lighthouse";
import type { SampleRequest } from "../papers/sample.ts";

const FCP_LIMIT_MS = 30_000;
const LOAD_LIMIT_MS = 45_000;
/** Of the hard limit: what waiting for the page may take, so that Lighthouse gives up before we end everything. */
const FCP_PART = 0.3;
const LOAD_PART = 0.4;

export interface LighthouseSettings {
  readonly flags: Flags;
  readonly config: Config | undefined;
}

/** How Lighthouse is to run. Desktop is its own configuration as a whole: changing the form factor alone is not it. */
export function lighthouseSettings(request: SampleRequest, desktopConfig: Config): LighthouseSettings {
  const flags: Flags = {
    logLevel: "silent",
    output: "json",
    onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
    throttlingMethod: "simulate",
    disableFullPageScreenshot: true,
    maxWaitForFcp: Math.min(FCP_LIMIT_MS, request.hardLimitMs * FCP_PART),
    maxWaitForLoad: Math.min(LOAD_LIMIT_MS, request.hardLimitMs * LOAD_PART),
  };
  if (request.profile === "desktop") return { flags, config: desktopConfig };
  // Merged with Lighthouse's own mobile network.
  const throttling = { cpuSlowdownMultiplier: request.cpuSlowdown };
  return { flags: { ...flags, throttling }, config: undefined };
}
