import type { FastifyInstance } from "fastify";
import { missingValues } from "../../plan/missing-values.ts";
import { componentsOf, type AppSpec } from "../../spec/index.ts";
import type { SpecAnswer, SpecRequest } from "../../wire/index.ts";
import type { ApiParts } from "../parts.ts";
import { readSpec } from "../prepare-app.ts";
import { isOurs } from "../seal-values.ts";

const body = {
  type: "object",
  required: ["specFile", "specText"],
  properties: { specFile: { type: "string" }, specText: { type: "string" } },
} as const;

export function specRoutes(app: FastifyInstance, { box }: ApiParts): void {
  app.post<{ Body: SpecRequest }>("/ashore/v1/spec", { schema: { body } }, (request): SpecAnswer => {
    const { spec, problems } = readSpec(request.body);
    const wanted = missingValues(spec, {}, { isOurs: (text) => isOurs(box, text) });
    const needed = [...new Set(wanted.map(({ key }) => key))];
    return { app: spec.name, components: namesIn(spec), needed, problems };
  });
}

function namesIn(spec: AppSpec): string[] {
  return [...componentsOf(spec).map(({ component }) => component), ...(spec.databases ?? [])].map(
    ({ name }) => name,
  );
}
