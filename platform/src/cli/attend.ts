import { isDisconnected, type Client } from "../client/index.ts";
import { systemClock } from "../base/clock.ts";
import type { Context } from "./context.ts";
import type { Lifeline } from "./lifeline.ts";
import { makeLogPrinter } from "./log-lines.ts";
import type { AppEvent, AppStatus } from "../wire/index.ts";

/** A stream that ended by itself is asked for again after this pause, should the app come back. */
const REOPEN_MS = 500;

/** Who attends to which app, until when. */
export interface Attendance {
  readonly context: Context;
  readonly lifeline: Lifeline;
  readonly client: Client;
  readonly app: string;
  readonly signal: AbortSignal;
}

/**
 * Holds an app up until somebody else takes it down (then it resolves) or the signal aborts (then it rejects with its
 * reason).
 */
export async function holdSession({ lifeline, client, app, signal }: Attendance): Promise<void> {
  // A control plane that is asked to end closes its streams as if all was well: then the app is still wanted.
  for (let isWanted = true; isWanted;) {
    await lifeline.keep(async () => {
      for await (const _beat of await client.session(app, signal))
        if (!(await isUp(client, app, signal))) return;
    }, signal);
    isWanted = await lifeline.keep(() => isUp(client, app, signal), signal);
  }
}

export interface LifeOptions {
  readonly status: AppStatus;
  /** Lines of each component's log to begin with; not those of instances that were gone before. */
  readonly tail: number;
  /** Milliseconds since the epoch: happenings from then on are shown. */
  readonly since: number;
}

/** Shows what the components of an app print, and what happens to them, until the signal aborts. */
export async function showLife(attendance: Attendance, { status, tail, since }: LifeOptions): Promise<void> {
  const names = status.components.filter(({ kind }) => kind !== "static_site").map(({ name }) => name);
  const print = makeLogPrinter(attendance.context.output, names);
  const isPast = pastInstances(status);
  const printPresent: Print = (line) => {
    if (!isPast(line.instance)) print(line);
  };
  await Promise.all([showLogs(attendance, tail, printPresent), showHappenings(attendance, since, print)]);
}

type Print = ReturnType<typeof makeLogPrinter>;

/** Tells instances of earlier deployments that are on their way out, or gone; later ones are never past. */
export function pastInstances({ deployment, components }: AppStatus): (instance: string) => boolean {
  const staying = new Set(
    components.flatMap(({ instances }) =>
      instances.filter(({ state }) => state !== "draining" && state !== "exited").map(({ id }) => id),
    ),
  );
  return (instance) => {
    // `<component>-<deployment number>-<5 letters>`
    const number = Number(/-(\d+)-[^-]+$/.exec(instance)?.[1] ?? Infinity);
    return number < (deployment?.number ?? 0) && !staying.has(instance);
  };
}

async function showLogs(
  { lifeline, client, app, signal }: Attendance,
  tail: number,
  print: Print,
): Promise<void> {
  let wanted = tail;
  while (!signal.aborted)
    await lifeline.keep(async () => {
      const query = { type: "run", tail: wanted, follow: true } as const;
      wanted = 0;
      for await (const line of await client.logs(app, query, signal)) print(line);
      await systemClock.sleep(REOPEN_MS, signal);
    }, signal);
}

async function showHappenings(attendance: Attendance, since: number, print: Print): Promise<void> {
  const { context, lifeline, client, app, signal } = attendance;
  let after = 0;
  while (!signal.aborted)
    await lifeline.keep(async () => {
      for await (const event of await client.events(app, { after, follow: true }, signal)) {
        after = event.seq;
        if (Date.parse(event.at) < since) continue;
        for (const text of happening(event.body).split("\n")) {
          const component = ("component" in event.body ? event.body.component : null) ?? app;
          if (text !== "") print({ component, instance: "", text: context.output.paint("yellow", text) });
        }
      }
      await systemClock.sleep(REOPEN_MS, signal);
    }, signal);
}

/** What is told of an event while the logs are followed; empty: the table or the progress has shown it. */
function happening(body: AppEvent["body"]): string {
  if (body.type === "instance" || body.type === "notice") return body.message;
  return body.type === "step" && body.step === "post-deploy" && body.status === "error" ? body.message : "";
}

async function isUp(client: Client, app: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await client.app(app, signal)).wanted === "up";
  } catch (error) {
    if (isDisconnected(error) || signal.aborted) throw error;
    return false;
  }
}
