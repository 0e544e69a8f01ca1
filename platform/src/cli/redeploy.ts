import { systemClock } from "../base/clock.ts";
import { deploy } from "./deployment.ts";
import { reportError } from "./report-error.ts";
import { readAppFiles, readSpecInput } from "./spec-input.ts";
import { upRequest, type UpRun } from "./up-run.ts";

/** How many changed files are named before the rest is counted. */
const NAMED_FILES = 3;

/**
 * Brings the app up again whenever files of its checkout change: one at a time, a newer change ends what an older one
 * began. A failure is told and the next change awaited.
 * @throws the signal's reason, or whatever ends the watching
 */
export async function redeployOnChange(
  run: UpRun,
  changes: AsyncIterable<readonly string[]>,
): Promise<never> {
  let cancel = new AbortController();
  let current = Promise.resolve();
  for await (const paths of changes) {
    cancel.abort();
    await current;
    cancel = new AbortController();
    run.report.say(`${nameFiles(paths)} changed`);
    current = redeploy(run, AbortSignal.any([run.signal, cancel.signal]));
  }
  throw new Error("the watch of the checkout ended by itself");
}

async function redeploy(run: UpRun, signal: AbortSignal): Promise<void> {
  const { context, client, lifeline, options, report } = run;
  const begun = systemClock.now();
  try {
    const files = await readAppFiles(context, options);
    const input = await readSpecInput(files, options.app, (request) =>
      lifeline.keep(() => client.spec(request, signal), signal),
    );
    const request = upRequest(input, { ...options, forceBuild: false });
    // The first `up` has told what may go wrong; each save telling it again would bury what this one did.
    const outcome = await deploy(lifeline, client, { request, signal, begin: () => report.begin([]) });
    const app = await client.app(outcome.answer.app, signal);
    const isLive = outcome.phase === "ACTIVE" || outcome.phase === "unchanged";
    if (isLive) report.again(outcome, app, systemClock.now() - begun);
    else report.failed(outcome, app);
  } catch (error) {
    if (!signal.aborted) reportError(context, error, options.json);
  }
}

function nameFiles(paths: readonly string[]): string {
  const rest = paths.length - NAMED_FILES;
  return paths.slice(0, NAMED_FILES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
