import type { FastifyReply } from "fastify";
import { z } from "zod";
import { hasAdministrator } from "../../access/administrators.ts";
import { writeAudit } from "../../access/audit.ts";
import { acceptInvitation, findInvitation, type Acceptance } from "../../access/invitations.ts";
import { endSession } from "../../access/sessions.ts";
import { signIn } from "../../access/sign-in.ts";
import { findUser } from "../../access/users.ts";
import type { Role } from "../../papers/states.ts";
import type { Api, ApiParts } from "../parts.ts";
import { ApiProblem, badInput } from "../problem.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "../session-cookie.ts";
import { errorShape } from "../shapes/common.ts";
import {
  acceptInvitationBody,
  invitationQuery,
  invitationShape,
  sessionShape,
  signInBody,
  type Session,
} from "../shapes/people.ts";

const config = { role: "public" } as const;
const tags = ["session"];

/** What works before sign-in: signing in and out, and using a one-time link. */
export function addSessionRoutes(api: Api, parts: ApiParts): void {
  addReadingOfSession(api, parts);
  addSignIn(api, parts);
  addSignOut(api, parts);
  addInvitation(api, parts);
}

function addReadingOfSession(api: Api, parts: ApiParts): void {
  const schema = { tags, summary: "Who is signed in", response: { 200: sessionShape, "4xx": errorShape } };
  api.get("/session", { config, schema }, ({ asker }) => describeSession(parts, asker));
}

function addSignIn(api: Api, parts: ApiParts): void {
  const schema = {
    tags,
    summary: "Sign in with e-mail and password",
    description:
      "Sets the session's cookie for 30 days. After too many failures, 429 says when to try again.",
    body: signInBody,
    response: { 200: sessionShape, "4xx": errorShape },
  };
  api.post("/session", { config, schema }, async (request, reply) => {
    const outcome = await signIn(parts.db, { ...request.body, address: request.ip });
    if (outcome.kind === "locked") throw tooMany(reply, outcome.until);
    if (outcome.kind === "wrong") throw new ApiProblem(401, "WRONG_SIGN_IN", "E-mail or password is wrong.");
    await endEarlier(parts, readSessionCookie(request));
    setSessionCookie(request, reply, outcome.token);
    return describeSession(parts, { userId: outcome.userId });
  });
}

function addSignOut(api: Api, { db }: ApiParts): void {
  const schema = { tags, summary: "Sign out", response: { 204: z.null(), "4xx": errorShape } };
  api.delete("/session", { config, schema }, async (request, reply) => {
    const token = readSessionCookie(request);
    if (request.asker?.via !== "token" && token !== null) {
      const userId = await endSession(db, token);
      const user = userId === null ? null : await findUser(db, userId);
      if (user !== null)
        await writeAudit(db, { userId: user.id, action: "user.signed-out", subject: user.email });
      clearSessionCookie(request, reply);
    }
    return reply.code(204).send(null);
  });
}

function addInvitation(api: Api, parts: ApiParts): void {
  const look = {
    tags,
    summary: "What a one-time link is for",
    querystring: invitationQuery,
    response: { 200: invitationShape, "4xx": errorShape },
  };
  api.get("/invitation", { config, schema: look }, async ({ query }) => {
    const invitation = await findInvitation(parts.db, query.token);
    if (invitation === null) throw voidLink();
    const { role, email, expiresAt } = invitation;
    return { role, email, expiresAt: expiresAt.toISOString() };
  });
  const accept = {
    tags,
    summary: "Use a one-time link: make the account and sign in",
    body: acceptInvitationBody,
    response: { 200: sessionShape, "4xx": errorShape },
  };
  api.post("/invitation", { config, schema: accept }, async (request, reply) => {
    const { token, ...newUser } = request.body;
    const accepted = requireAccepted(await acceptInvitation(parts.db, token, newUser));
    await endEarlier(parts, readSessionCookie(request));
    setSessionCookie(request, reply, accepted.token);
    return describeSession(parts, { userId: accepted.userId });
  });
}

/** `role`: what the asker may do with what they came with, where that is less than their own. */
async function describeSession(
  { db, secretBox }: ApiParts,
  asker: { readonly userId: string; readonly role?: Role } | null,
): Promise<Session> {
  const user = asker === null ? null : await findUser(db, asker.userId);
  return {
    user: user && { id: user.id, email: user.email, name: user.name, role: asker?.role ?? user.role },
    needsFirstAdministrator: !(await hasAdministrator(db)),
    canStoreSecrets: secretBox !== null,
  };
}

/** The cookie is about to be replaced, so nobody could end that session later. */
async function endEarlier({ db }: ApiParts, token: string | null): Promise<void> {
  if (token !== null) await endSession(db, token);
}

function tooMany(reply: FastifyReply, until: Date): ApiProblem {
  const seconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1_000));
  void reply.header("retry-after", seconds);
  const minutes = Math.ceil(seconds / 60);
  return new ApiProblem(
    429,
    "TOO_MANY",
    `Too many failed sign-ins. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}, at ${until.toISOString()}.`,
  );
}

function requireAccepted(acceptance: Acceptance): Extract<Acceptance, { kind: "accepted" }> {
  switch (acceptance.kind) {
    case "accepted":
      return acceptance;
    case "invalid":
      throw voidLink();
    case "other-email":
      throw badInput("email", `This link is for ${acceptance.email}.`);
    case "email-taken": {
      const message = "There is an account with this e-mail already.";
      throw new ApiProblem(409, "EMAIL_TAKEN", message, [{ field: "email", message }]);
    }
  }
}

function voidLink(): ApiProblem {
  return new ApiProblem(
    404,
    "NOT_FOUND",
    "This link was used, has expired, or never was one. Ask for a new one.",
  );
}
