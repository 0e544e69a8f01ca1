import { dirname } from "node:path";
import type { FastifyInstance } from "fastify";
import { PlatformError } from "../../base/errors.ts";
import { readLogs } from "../../observe/index.ts";
import type { Plan } from "../../plan/plan.ts";
import type { LogLine } from "../../wire/index.ts";
import { findApp } from "../find-app.ts";
import type { ApiParts } from "../parts.ts";
import { gone, sendLines } from "../stream.ts";

interface Query {
  readonly component?: string;
  readonly type?: LogType;
  readonly tail?: string;
  readonly follow?: string;
}

type LogType = "run" | "build" | "deploy";
type LogParts = Pick<ApiParts, "store" | "paths" | "clock">;

/** Deployments whose components are known by name. */
const RECENT = 10;

export function logRoutes(app: FastifyInstance, parts: LogParts): void {
  app.get<{ Params: { app: string }; Querystring: Query }>(
    "/ashore/v1/apps/:app/logs",
    async (request, reply) => {
      const { name } = findApp(parts, request.params.app);
      const { component, type = "run", tail = "-1", follow } = request.query;
      const plans = (count: number): Plan[] => parts.store.deployments(name, count).map((one) => one.plan);
      if (component !== undefined) refuseUnknown(plans(RECENT), component, type);
      // Asked for again while following: a later deployment may bring components of its own.
      const directories = (): Record<string, string> => {
        const names = component === undefined ? shownNames(plans(1)[0], type) : [component];
        return Object.fromEntries(names.map((one) => [one, directoryOf(parts, name, one, type)]));
      };
      const signal = gone(request);
      const query = {
        directories,
        tail: Number(tail),
        follow: follow === "true",
        signal,
        clock: parts.clock,
      };
      await sendLines(reply, type === "build" ? buildLines(readLogs(query)) : readLogs(query), signal);
    },
  );
}

/** Whose logs are shown when none is named. */
function shownNames(plan: Plan | undefined, type: LogType): string[] {
  if (!plan) return [];
  if (type === "build") return plan.builds.map((build) => build.name);
  return (type === "deploy" ? plan.jobs : plan.components).map((unit) => unit.name);
}

/** Whose logs there are: a job that is named shows what its runs printed, whoever started them. */
function namesWithLogs(plan: Plan, type: LogType): string[] {
  return [...shownNames(plan, type), ...(type === "run" ? shownNames(plan, "deploy") : [])];
}

/** What a newer deployment has not, or an older one, whether it failed or not, still has its logs. */
function refuseUnknown(plans: readonly Plan[], component: string, type: LogType): void {
  const names = [...new Set(plans.flatMap((plan) => namesWithLogs(plan, type)))];
  if (names.includes(component)) return;
  const hint =
    names.length === 0 ? `Nothing here has ${type} logs` : `These have ${type} logs: ${names.join(", ")}`;
  throw new PlatformError("NO_SUCH_COMPONENT", `${component} has no ${type} logs`, { hint, fault: "usage" });
}

function directoryOf(parts: LogParts, app: string, name: string, type: LogType): string {
  return dirname(type === "build" ? parts.paths.buildLog(app, name) : parts.paths.logFile(app, name, "any"));
}

async function* buildLines(lines: AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
  for await (const line of lines) yield { ...line, instance: "" };
}
