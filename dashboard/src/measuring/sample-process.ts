/** The child process of one sample: request on standard input, outcome on descriptor 3, then it ends. */
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure, messageOf } from "../base/failure.ts";
import type { FailureClass, SampleRequest } from "../papers/sample.ts";
import type { ChildOutcome } from "./child-outcome.ts";
import { startGuardProxy } from "./guard-proxy.ts";
import { measurePage } from "./measure-page.ts";
import { startChromium, type StartedChromium } from "./start-chromium.ts";

const OUTCOME_DESCRIPTOR = 3;

const [, , directory = ""] = process.argv;
let chromium: Promise<StartedChromium> | null = null;
let isOrphaned = false;

// When the parent is gone its ends of the pipes are, too, and there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const input = createInterface({ input: process.stdin });
input.once("line", (line) => void run(JSON.parse(line) as SampleRequest));
// Lighthouse leaves promises behind when the browser goes away under it; they change no outcome.
process.on("unhandledRejection", (error) => process.stderr.write(`left behind: ${messageOf(error)}\n`));
// The parent keeps the pipe open as long as it lives.
input.once("close", () => void endOrphaned());

async function run(request: SampleRequest): Promise<void> {
  const outcome = await measure(request).catch(toFailure);
  if (isOrphaned) return;
  await tell(outcome);
  await closeChromium();
  process.exit(0);
}

async function measure(request: SampleRequest): Promise<ChildOutcome> {
  if (!isPageUrl(request.url))
    return failed("permanent", "INVALID_URL", "The page's address is no http or https URL.");
  const proxy = await startGuardProxy({ allowedHosts: request.allowedHosts });
  chromium = startChromium({
    path: request.chromiumPath,
    flags: request.chromiumFlags,
    profileDirectory: join(directory, "profile"),
    proxyUrl: proxy.url,
    // What the parent made for us holds no secret.
    env: "inherit",
  });
  // Both take about a second and neither needs the other.
  const [lighthouse, started] = await Promise.all([import("lighthouse"), chromium]);
  const page = await started.browser.newPage();
  return measurePage(request, { lighthouse, page, proxy, chromiumVersion: started.version });
}

/** A failed start may pass; anything else that is thrown here is a fault of ours, and its stack goes to the log. */
function toFailure(error: unknown): ChildOutcome {
  const isLaunch =
    error instanceof Failure || (error as NodeJS.ErrnoException).syscall?.startsWith("spawn") === true;
  if (isLaunch)
    return failed("transient", "LAUNCH_FAILED", `Chromium could not be started: ${messageOf(error)}`);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return failed("transient", "MEASURING_FAILED", `The page could not be measured: ${messageOf(error)}`);
}

function failed(failureClass: FailureClass, code: string, message: string): ChildOutcome {
  return { kind: "failed", failure: { class: failureClass, code, message }, benchmarkIndex: null };
}

function isPageUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}

function tell(outcome: ChildOutcome): Promise<void> {
  return new Promise((told) => {
    const pipe = createWriteStream("", { fd: OUTCOME_DESCRIPTOR });
    pipe.once("error", () => told());
    pipe.end(`${JSON.stringify(outcome)}\n`, () => told());
  });
}

/** Nobody is left who would tidy up after us. */
async function endOrphaned(): Promise<void> {
  isOrphaned = true;
  await closeChromium();
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.exit(1);
}

async function closeChromium(): Promise<void> {
  const started = await chromium?.catch(() => null);
  await started?.close();
}
