import fastify from "fastify";
import { afterAll, expect, test } from "vitest";
import { addSecurityHeaders } from "./security-headers.ts";

const app = fastify({ trustProxy: true });
app.get("/", () => "console");
app.get("/api/pages", () => []);
app.get("/api/docs/", () => "docs");
app.get("/api/report", (_request, reply) =>
  reply
    .header("content-security-policy", "sandbox")
    .header("cache-control", "private, max-age=60")
    .send("report"),
);
addSecurityHeaders(app);
afterAll(() => app.close());

test("sets the policy of the console, and nothing that leaks or frames", async () => {
  const { headers } = await app.inject("/");
  expect(headers).toMatchObject({
    "content-security-policy":
      "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  });
  expect(headers["cache-control"]).toBeUndefined();
});

test("leaves a route its own policy and its own caching", async () => {
  const { headers } = await app.inject("/api/report");
  expect(headers["content-security-policy"]).toBe("sandbox");
  expect(headers["cache-control"]).toBe("private, max-age=60");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("lets the API's pages style their elements, and no other", async () => {
  const { headers } = await app.inject("/api/docs/");
  expect(headers["content-security-policy"]).toContain(
    "style-src 'self' 'unsafe-inline'; script-src 'self';",
  );
});

test("lets no proxy keep what the API answers", async () => {
  const { headers } = await app.inject("/api/pages");
  expect(headers["cache-control"]).toBe("private, no-store");
});

test("asks for https only where the request came by it", async () => {
  const plain = await app.inject("/");
  expect(plain.headers["strict-transport-security"]).toBeUndefined();
  const secure = await app.inject({ url: "/", headers: { "x-forwarded-proto": "https" } });
  expect(secure.headers["strict-transport-security"]).toBe("max-age=31536000");
});
