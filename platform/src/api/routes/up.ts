import type { FastifyInstance } from "fastify";
import { diffPlans } from "../../plan/diff.ts";
import type { Plan } from "../../plan/plan.ts";
import type { PlanAnswer, UpAnswer, UpRequest } from "../../wire/index.ts";
import { changeItems } from "../change-items.ts";
import type { ApiParts } from "../parts.ts";
import { prepareApp } from "../prepare-app.ts";
import { gone } from "../stream.ts";

/** What a request has to hold; fastify answers 400 for anything else. */
const body = {
  type: "object",
  required: ["directory", "specFile", "specText", "values", "attach", "port"],
  properties: {
    directory: { type: "string", pattern: "^/" },
    specFile: { type: "string" },
    specText: { type: "string" },
    values: { type: "object", additionalProperties: { type: "string" } },
    attach: { type: "object", additionalProperties: { type: "string" } },
    port: { type: ["integer", "null"], minimum: 1, maximum: 65_535 },
    forceBuild: { type: "boolean", default: false },
  },
} as const;

export function upRoutes(app: FastifyInstance, parts: ApiParts): void {
  app.post<{ Body: UpRequest }>("/ashore/v1/up", { schema: { body } }, async (request): Promise<UpAnswer> => {
    const prepared = await prepareApp(parts, request.body, gone(request));
    const { record, plan, spec, sources, problems } = prepared;
    const changes = changeItems(diffPlans(livePlan(parts, record.name), plan));
    if (!parts.store.app(record.name)) parts.store.saveApp(record);
    const deploymentId = await parts.conductor.deploy({
      app: record.name,
      directory: record.directory,
      plan,
      spec,
      sources,
      cause: parts.store.deployments(record.name, 1).length === 0 ? "manual" : "app spec updated",
      restart: [],
      rebuild: request.body.forceBuild,
    });
    return { app: record.name, appId: record.id, deploymentId, changes, problems };
  });
  app.post<{ Body: UpRequest }>(
    "/ashore/v1/plan",
    { schema: { body } },
    async (request): Promise<PlanAnswer> => {
      const { record, plan, problems } = await prepareApp(parts, request.body, gone(request));
      return { plan, changes: changeItems(diffPlans(livePlan(parts, record.name), plan)), problems };
    },
  );
}

function livePlan(parts: ApiParts, app: string): Plan | null {
  return parts.conductor.live(app)?.release?.plan ?? null;
}
