import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import { SESSION_SECONDS } from "../access/sessions.ts";

const NAME = "pd_session";

/** The session's token that came with the request; null: none. */
export function readSessionCookie(request: FastifyRequest): string | null {
  const token = request.cookies[NAME];
  return token === undefined || token === "" ? null : token;
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  void reply.setCookie(NAME, token, { ...options(request), maxAge: SESSION_SECONDS });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.clearCookie(NAME, options(request));
}

function options(request: FastifyRequest): CookieSerializeOptions {
  return { httpOnly: true, sameSite: "strict", path: "/", secure: request.protocol === "https" };
}
