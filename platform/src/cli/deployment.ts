import type { Client } from "../client/index.ts";
import type { AppStatus, Failure, Phase, UpAnswer, UpRequest } from "../wire/index.ts";
import type { Display } from "./display.ts";
import type { Lifeline } from "./lifeline.ts";

/** How an `up` ended. */
export interface DeploymentOutcome {
  readonly answer: UpAnswer;
  /** `unchanged`: there was nothing to do. */
  readonly phase: Phase | "unchanged";
  readonly failure: Failure | null;
}

/** True if the app was taken down in the middle; a first deployment that fails takes it down by itself. */
export function isTakenDown({ phase }: DeploymentOutcome, { wanted }: AppStatus): boolean {
  return wanted === "down" && (phase === "CANCELED" || phase === "SUPERSEDED");
}

export interface DeployOptions {
  readonly request: UpRequest;
  /** Called once, when the control plane has taken the request and something is to be done. */
  readonly begin: (answer: UpAnswer) => Display;
  readonly signal: AbortSignal;
}

type Ending = Pick<DeploymentOutcome, "phase" | "failure">;

const ENDED: ReadonlySet<string> = new Set(["ACTIVE", "ERROR", "CANCELED", "SUPERSEDED"] satisfies Phase[]);

/**
 * Posts an `up` and shows its deployment until it has ended, also across the death of the control plane: an `up` may be
 * posted any number of times.
 * @throws ClientError with problems if it was refused, or the signal's reason
 */
export async function deploy(
  lifeline: Lifeline,
  client: Client,
  options: DeployOptions,
): Promise<DeploymentOutcome> {
  let display: Display | undefined;
  const seen = { last: 0 };
  try {
    return await lifeline.keep(async () => {
      const answer = await client.up(options.request, options.signal);
      if (answer.deploymentId === null) return { answer, phase: "unchanged", failure: null };
      display ??= options.begin(answer);
      const followed = { app: answer.app, deployment: answer.deploymentId, display, seen };
      const { phase, failure } = await follow(client, followed, options.signal);
      return { answer, phase, failure };
    }, options.signal);
  } finally {
    display?.close();
  }
}

export interface Followed {
  readonly app: string;
  /** Its id. */
  readonly deployment: string;
  readonly display: Display;
  /** Sequence number of the last event seen; where the next call goes on. */
  readonly seen: { last: number };
}

/** Shows a deployment until it has ended. */
export async function follow(
  client: Client,
  { app, deployment, display, seen }: Followed,
  signal: AbortSignal,
): Promise<Ending> {
  const query = { deployment, follow: true, after: seen.last };
  for await (const event of await client.events(app, query, signal)) {
    seen.last = Math.max(seen.last, event.seq);
    display.show(event);
    if (event.body.type === "deployment" && ENDED.has(event.body.phase)) return event.body;
  }
  return askEnding(client, app, deployment);
}

/** For a stream that ended without telling how: the app's record does. */
async function askEnding(client: Client, app: string, deployment: string): Promise<Ending> {
  const { deployment: latest } = await client.app(app);
  return latest?.id === deployment ? latest : { phase: "SUPERSEDED", failure: null };
}
