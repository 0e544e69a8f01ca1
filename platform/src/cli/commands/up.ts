import { systemClock } from "../../base/clock.ts";
import { holdSession, showLife } from "../attend.ts";
import { ClientError } from "../../client/index.ts";
import type { AppStatus } from "../../wire/index.ts";
import { definedEnv, type Context } from "../context.ts";
import { ensureControlPlane, releaseControlPlane } from "../control-plane.ts";
import { deploy, isTakenDown } from "../deployment.ts";
import { EXIT } from "../exit-code.ts";
import { makeLifeline } from "../lifeline.ts";
import { redeployOnChange } from "../redeploy.ts";
import { reportError } from "../report-error.ts";
import { readAppFiles, readSpecInput, type SpecInput } from "../spec-input.ts";
import { describeDown, takeDown } from "../take-down.ts";
import { makeUpReport } from "../up-report.ts";
import { watchCheckout } from "../watch.ts";
import { upRequest, type UpOptions, type UpRun } from "../up-run.ts";

/** Lines of each component's log that are shown of its start. */
const TAIL = 20;

type Changes = AsyncIterable<readonly string[]>;

/** How far an `up` has come; decides what its end means. */
interface Stage {
  /** Milliseconds since the epoch. */
  readonly begun: number;
  isLive: boolean;
  /** The app was up before this command. */
  wasUp: boolean;
  /** Held from the moment there is something to stop. */
  session: Promise<void> | undefined;
}

/**
 * `ashore up`: brings the app of a directory live, then stays with it until Ctrl-C.
 * @returns the exit code
 */
export async function up(context: Context, options: UpOptions): Promise<number> {
  const begun = systemClock.now();
  const files = await readAppFiles(context, options);
  const { signal, listen } = context.interruption;
  let input: SpecInput | undefined;
  listen(() => giveUp(context, input?.app));
  const { client, started } = await ensureControlPlane(context);
  const lifeline = makeLifeline(context);
  try {
    input = await readSpecInput(files, options.app, (request) =>
      lifeline.keep(() => client.spec(request, signal), signal),
    );
    const run = beginRun({ context, client, lifeline }, input, options);
    return await bringUp(run, input, { begun, isLive: false, wasUp: false, session: undefined });
  } catch (error) {
    if (started) await releaseControlPlane(client);
    throw error;
  }
}

async function bringUp(run: UpRun, input: SpecInput, stage: Stage): Promise<number> {
  try {
    return await goUp(run, input, stage);
  } catch (error) {
    if (!run.context.interruption.signal.aborted) throw error;
    return await stop(run, stage);
  } finally {
    run.end();
  }
}

function beginRun(
  parts: Pick<UpRun, "context" | "client" | "lifeline">,
  { app, components, ashoreYaml }: SpecInput,
  options: UpOptions,
): UpRun {
  const { context } = parts;
  const { silence } = ashoreYaml;
  const report = makeUpReport(context, { app, names: components, silence, asJson: options.json });
  const ending = new AbortController();
  const signal = AbortSignal.any([context.interruption.signal, ending.signal]);
  const end = (): void => ending.abort();
  return { ...parts, options, app, report, signal, ended: ending.signal, end };
}

async function goUp(run: UpRun, input: SpecInput, stage: Stage): Promise<number> {
  const { client, lifeline, report, options, signal } = run;
  stage.wasUp = await isUp(run);
  // From here on: what is saved while the first deployment goes on belongs to the next one.
  const changes =
    options.watch && !options.detach
      ? await watchCheckout(input.directory, { env: definedEnv(run.context), signal })
      : undefined;
  const outcome = await deploy(lifeline, client, {
    request: upRequest(input, options),
    signal,
    begin: ({ problems }) => {
      // What was up before stays up whatever becomes of this command before it is live.
      if (!stage.wasUp && !options.detach) stage.session = startSession(run);
      return report.begin(problems);
    },
  });
  const app = await lifeline.keep(() => client.app(run.app, signal), signal);
  stage.isLive = outcome.phase === "ACTIVE" || outcome.phase === "unchanged";
  if (stage.isLive) report.live(outcome, app, systemClock.now() - stage.begun);
  else {
    const exitCode = report.failed(outcome, app);
    if (!changes || isTakenDown(outcome, app))
      return leave(run, stage, { exitCode, isCanceled: outcome.phase !== "ERROR" });
  }
  return options.detach ? EXIT.ok : stay(run, stage, { status: app, changes });
}

/**
 * After a failure: an app that this command first brought up goes, one that was up before keeps its old version. Who
 * cancelled the deployment decides what becomes of the app.
 */
async function leave(
  { lifeline, client, app, end }: UpRun,
  stage: Stage,
  { exitCode, isCanceled }: { readonly exitCode: number; readonly isCanceled: boolean },
): Promise<number> {
  if (!stage.wasUp && !isCanceled) {
    await takeDown(lifeline, client, { app, data: false, then: end });
    return exitCode;
  }
  end();
  await releaseControlPlane(client);
  return exitCode;
}

async function stay(
  run: UpRun,
  stage: Stage,
  { status, changes }: { readonly status: AppStatus; readonly changes: Changes | undefined },
): Promise<number> {
  const { options, report } = run;
  const doing = changes ? "Following the logs and watching for changes" : "Following the logs";
  report.say(run.context.output.paint("dim", `${doing}; Ctrl-C stops ${run.app}.`));
  stage.session ??= startSession(run);
  const never = new Promise<never>(() => undefined);
  await Promise.race([
    stage.session,
    rejection(run.signal),
    options.json ? never : showLife(run, { status, tail: TAIL, since: stage.begun }).then(() => never),
    changes ? redeployOnChange(run, changes) : never,
  ]);
  report.say(`${run.app} was taken down by another command`);
  run.end();
  await releaseControlPlane(run.client);
  return EXIT.ok;
}

/** Rejects with the signal's reason as soon as it aborts. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}

function startSession(run: UpRun): Promise<void> {
  // Ctrl-C does not let go of it: `down` does, and tells what it stopped.
  const session = holdSession({ ...run, signal: run.ended });
  // Whoever races for it hears of a failure; until then it is not to end the process.
  session.catch(() => undefined);
  return session;
}

async function isUp({ client, app, lifeline, signal }: UpRun): Promise<boolean> {
  const apps = await lifeline.keep(() => client.apps(signal), signal);
  return apps.some(({ name, wanted }) => name === app && wanted === "up");
}

/** Ctrl-C: everything this command started ends. */
async function stop(run: UpRun, stage: Stage): Promise<number> {
  const { report, app, options, context } = run;
  if (options.detach && stage.wasUp) {
    report.say(`The deployment goes on; \`ashore down -a ${app}\` stops ${app}`);
    return EXIT.interrupted;
  }
  report.say(`Stopping ${app} …`);
  try {
    report.say(
      describeDown(await takeDown(run.lifeline, run.client, { app, data: false, then: run.end }), false),
    );
  } catch (error) {
    if (!(error instanceof ClientError) || error.status !== 404) throw error;
    run.end();
    await releaseControlPlane(run.client);
  }
  if (!stage.isLive && options.json) reportError(context, context.interruption.signal.reason, true);
  return stage.isLive ? EXIT.ok : EXIT.interrupted;
}

/** A second Ctrl-C while the first one is being obeyed. */
function giveUp({ output, exit }: Context, app: string | undefined): void {
  const rest = app === undefined ? "" : `; \`ashore down -a ${app}\` stops what still runs`;
  output.warn(`Not waiting for the end${rest}`);
  exit(EXIT.interrupted);
}
