import type { Client } from "../client/index.ts";
import type { Failure, Phase, UpAnswer, UpRequest } from "../wire/index.ts";
import type { Display } from "./display.ts";
import type { Lifeline } from "./lifeline.ts";

/** How an `up` ended. */
export interface DeploymentOutcome {
  readonly answer: UpAnswer;
  /** `unchanged`: there was nothing to do. */
  readonly phase: Phase | "unchanged";
  readonly failure: Failure | null;
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
  let lastSeen = 0;
  const follow = async (answer: UpAnswer, deployment: string): Promise<Ending> => {
    const query = { deployment, follow: true, after: lastSeen };
    for await (const event of await client.events(answer.app, query, options.signal)) {
      lastSeen = Math.max(lastSeen, event.seq);
      display?.show(event);
      if (event.body.type === "deployment" && ENDED.has(event.body.phase)) return event.body;
    }
    return askEnding(client, answer.app, deployment);
  };
  try {
    return await lifeline.keep(async () => {
      const answer = await client.up(options.request, options.signal);
      if (answer.deploymentId === null) return { answer, phase: "unchanged", failure: null };
      display ??= options.begin(answer);
      const { phase, failure } = await follow(answer, answer.deploymentId);
      return { answer, phase, failure };
    }, options.signal);
  } finally {
    display?.close();
  }
}

/** For a stream that ended without telling how: the app's record does. */
async function askEnding(client: Client, app: string, deployment: string): Promise<Ending> {
  const { deployment: latest } = await client.app(app);
  return latest?.id === deployment ? latest : { phase: "SUPERSEDED", failure: null };
}
