import { z } from "zod";
import { createApiToken, deleteApiToken, listApiTokens, type ApiTokenRow } from "../../access/api-tokens.ts";
import { suffices } from "../../access/roles.ts";
import { askerOf } from "../asker.ts";
import type { Api, ApiParts } from "../parts.ts";
import { ApiProblem, notFound } from "../problem.ts";
import { errorShape, idParams } from "../shapes/common.ts";
import { apiTokenShape, createdTokenShape, createTokenBody, type ApiToken } from "../shapes/people.ts";

const config = { role: "viewer" } as const;
const tags = ["tokens"];

/** One's own API tokens. */
export function addTokenRoutes(api: Api, { db }: ApiParts): void {
  const list = {
    tags,
    summary: "One's own tokens",
    response: { 200: z.array(apiTokenShape), "4xx": errorShape },
  };
  api.get("/tokens", { config, schema: list }, async (request) =>
    (await listApiTokens(db, askerOf(request).userId)).map(toApiToken),
  );
  const make = {
    tags,
    summary: "Make a token; it is shown once",
    body: createTokenBody,
    response: { 201: createdTokenShape, "4xx": errorShape },
  };
  api.post("/tokens", { config, schema: make }, async (request, reply) => {
    const asker = askerOf(request);
    if (!suffices(asker.role, request.body.role))
      throw new ApiProblem(403, "NOT_ALLOWED", `A token's role is at most your own, which is ${asker.role}.`);
    const { token, ...row } = await createApiToken(db, { userId: asker.userId, ...request.body });
    void reply.code(201);
    return { ...toApiToken(row), token };
  });
  const remove = {
    tags,
    summary: "Delete a token; it stops working at once",
    params: idParams,
    response: { 204: z.null(), "4xx": errorShape },
  };
  api.delete("/tokens/:id", { config, schema: remove }, async (request, reply) => {
    const outcome = await deleteApiToken(db, { id: request.params.id, userId: askerOf(request).userId });
    if (outcome === "absent") throw notFound("token");
    return reply.code(204).send(null);
  });
}

function toApiToken(row: ApiTokenRow): ApiToken {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
