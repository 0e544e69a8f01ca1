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
  readonly type?: "run" | "build" | "deploy";
  readonly tail?: string;
  readonly follow?: string;
}

export function logRoutes(app: FastifyInstance, parts: ApiParts): void {
  app.get<{ Params: { app: string }; Querystring: Query }>(
    "/ashore/v1/apps/:app/logs",
    async (request, reply) => {
      const { name } = findApp(parts, request.params.app);
      const { component, type = "run", tail = "-1", follow } = request.query;
      const known = (): string[] => {
        const plan = parts.store.deployments(name, 1)[0]?.plan;
        return plan ? namesOf(plan, type) : [];
      };
      refuseUnknown(known(), component, type);
      // Asked for again while following: a later deployment may bring components of its own.
      const directories = (): Record<string, string> => {
        const names = component === undefined ? known() : [component];
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

function namesOf(plan: Plan, type: "run" | "build" | "deploy"): string[] {
  if (type === "build") return plan.builds.map((build) => build.name);
  return (type === "deploy" ? plan.jobs : plan.components).map((unit) => unit.name);
}

function refuseUnknown(names: readonly string[], component: string | undefined, type: string): void {
  if (component === undefined || names.includes(component)) return;
  const hint =
    names.length === 0 ? `Nothing here has ${type} logs` : `These have ${type} logs: ${names.join(", ")}`;
  throw new PlatformError("NO_SUCH_COMPONENT", `${component} has no ${type} logs`, { hint, fault: "usage" });
}

function directoryOf(parts: ApiParts, app: string, name: string, type: "run" | "build" | "deploy"): string {
  return dirname(type === "build" ? parts.paths.buildLog(app, name) : parts.paths.logFile(app, name, "any"));
}

async function* buildLines(lines: AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
  for await (const line of lines) yield { ...line, instance: "" };
}
