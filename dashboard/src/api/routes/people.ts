import { z } from "zod";
import { invite } from "../../access/invitations.ts";
import { changeUser, deleteUser, listUsers, type UserRefusal, type UserRow } from "../../access/users.ts";
import { welcomeLink } from "../../access/welcome-link.ts";
import { askerOf } from "../asker.ts";
import type { Api, ApiParts } from "../parts.ts";
import { ApiProblem, notFound } from "../problem.ts";
import { errorShape, idParams } from "../shapes/common.ts";
import { inviteBody, invitedShape, updateUserBody, userShape, type User } from "../shapes/people.ts";

const config = { role: "admin" } as const;
const tags = ["people"];

/** The team: who may do what, and links for those who are to come. */
export function addPeopleRoutes(api: Api, parts: ApiParts): void {
  addReadingAndInviting(api, parts);
  addChanges(api, parts);
}

function addReadingAndInviting(api: Api, { db, publicUrl }: ApiParts): void {
  const list = {
    tags,
    summary: "Everyone with an account",
    response: { 200: z.array(userShape), "4xx": errorShape },
  };
  api.get("/users", { config, schema: list }, async () => (await listUsers(db)).map(toUser));
  const make = {
    tags,
    summary: "Invite someone: make a one-time link for seven days",
    body: inviteBody,
    response: { 201: invitedShape, "4xx": errorShape },
  };
  api.post("/users", { config, schema: make }, async (request, reply) => {
    const { token, expiresAt } = await invite(db, { by: askerOf(request).userId, ...request.body });
    void reply.code(201);
    return { link: welcomeLink(publicUrl, token), expiresAt: expiresAt.toISOString() };
  });
}

function addChanges(api: Api, { db }: ApiParts): void {
  const change = {
    tags,
    summary: "Change someone's role, or disable or enable them",
    params: idParams,
    body: updateUserBody,
    response: { 200: userShape, "4xx": errorShape },
  };
  api.patch("/users/:id", { config, schema: change }, async (request) => {
    const { role, disabled } = request.body;
    const outcome = await changeUser(db, {
      id: request.params.id,
      by: askerOf(request).userId,
      role,
      disabled,
    });
    if (typeof outcome === "string") throw refusal(outcome);
    return toUser(outcome);
  });
  const remove = {
    tags,
    summary: "Delete someone's account with its tokens",
    params: idParams,
    response: { 204: z.null(), "4xx": errorShape },
  };
  api.delete("/users/:id", { config, schema: remove }, async (request, reply) => {
    const outcome = await deleteUser(db, { id: request.params.id, by: askerOf(request).userId });
    if (outcome !== "deleted") throw refusal(outcome);
    return reply.code(204).send(null);
  });
}

function refusal(outcome: UserRefusal): ApiProblem {
  if (outcome === "absent") return notFound("user");
  return new ApiProblem(
    409,
    "LAST_ADMINISTRATOR",
    "This is the last administrator. Make someone else an administrator first.",
  );
}

function toUser({ id, email, name, role, createdAt, disabledAt }: UserRow): User {
  return {
    id,
    email,
    name,
    role,
    createdAt: createdAt.toISOString(),
    disabledAt: disabledAt?.toISOString() ?? null,
  };
}
