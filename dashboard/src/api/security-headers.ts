import type { FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "./parts.ts";

const HSTS_SECONDS = 365 * 24 * 60 * 60;

const policy = {
  "default-src": "'self'",
  "img-src": "'self' data:",
  "style-src": "'self'",
  "script-src": "'self'",
  "frame-ancestors": "'none'",
  "base-uri": "'none'",
  "form-action": "'self'",
};
const consolePolicy = contentSecurityPolicy(policy);
/** Swagger UI sets styles on its elements. */
const docsPolicy = contentSecurityPolicy({ ...policy, "style-src": "'self' 'unsafe-inline'" });

const always = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** On every answer of the app. What a route has set itself stays. */
export function addSecurityHeaders(app: Pick<Api, "addHook">): void {
  app.addHook("onSend", (request, reply, _payload, done) => {
    for (const [name, value] of Object.entries({ ...always, ...headersFor(request) }))
      setMissing(reply, name, value);
    done();
  });
}

function headersFor({ protocol, url }: FastifyRequest): Readonly<Record<string, string>> {
  return {
    "content-security-policy": url.startsWith("/api/docs") ? docsPolicy : consolePolicy,
    ...(protocol === "https" && { "strict-transport-security": `max-age=${HSTS_SECONDS}` }),
    // Some proxies keep what ends in .csv, for whoever asks next.
    ...(url.startsWith("/api/") && { "cache-control": "private, no-store" }),
  };
}

function setMissing(reply: FastifyReply, name: string, value: string): void {
  if (!reply.hasHeader(name)) void reply.header(name, value);
}

function contentSecurityPolicy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
