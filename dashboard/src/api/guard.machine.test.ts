import { eq, sql } from "drizzle-orm";
import fastify from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { apiTokens, sessions, users } from "../database/schema/people.ts";
import type { Role } from "../papers/states.ts";
import { guardRoutes } from "./guard.ts";
import {
  addUser,
  bearerOf,
  cookieOf,
  publicUrl,
  startTestApi,
  type TestApi,
  type TestUser,
} from "./testing/test-api.ts";

let server: TestApi;
beforeAll(async () => {
  server = await startTestApi();
  // As the console does with its files.
  server.app.get("/*", () => "a file");
});
afterAll(() => server.stop());

type Headers = Readonly<Record<string, string>>;

async function statusOf(url: string, headers: Headers): Promise<number> {
  return (await server.app.inject({ url, headers })).statusCode;
}

async function setRole(id: string, role: Role): Promise<void> {
  await server.db.update(users).set({ role }).where(eq(users.id, id));
}

describe("a route", () => {
  test("under /api without a role ends the start", () => {
    const app = fastify();
    guardRoutes(app, { db: server.db, publicUrl } as never);
    expect(() => app.get("/api/forgotten", () => "secret")).toThrow(/GET \/api\/forgotten names no role/);
    expect(() => app.get("/livez", () => "well")).not.toThrow();
  });

  test("outside of /api is open", async () => {
    expect((await server.app.inject("/some/view")).body).toBe("a file");
  });

  test("that is unknown below /api is 404 for anyone", async () => {
    const { id } = await addUser(server.db, "admin");
    for (const headers of [{}, await cookieOf(server.db, id), { cookie: "pd_session=wrong" }])
      for (const url of ["/api", "/api/", "/api/nothing", "/api/users/x/y"]) {
        const answer = await server.app.inject({ url, headers });
        expect(answer.statusCode, url).toBe(404);
        expect(answer.json()).toEqual({ code: "NOT_FOUND", message: "There is no such route." });
      }
    const post = await server.app.inject({ method: "POST", url: "/api/nothing" });
    expect([post.statusCode, post.json()]).toMatchObject([404, { code: "NOT_FOUND" }]);
  });

  test("that is written with an encoded path is guarded the same", async () => {
    expect(await statusOf("/%61pi/users", {})).toBe(401);
    expect(await statusOf("/api/%75sers", {})).toBe(401);
  });
});

describe("an asker", () => {
  let user: TestUser;
  beforeEach(async () => void (user = await addUser(server.db, "admin")));

  test("is refused with a sentence", async () => {
    const nobody = await server.app.inject("/api/users");
    expect([nobody.statusCode, nobody.json()]).toEqual([401, { code: "SIGN_IN", message: "Sign in first." }]);
    const { id } = await addUser(server.db, "editor");
    const headers = await cookieOf(server.db, id);
    const editor = await server.app.inject({ url: "/api/users", headers });
    expect(editor.statusCode).toBe(403);
    expect(editor.json()).toEqual({
      code: "NOT_ALLOWED",
      message: "This needs the role admin; yours is editor.",
    });
  });

  test("who is disabled is let in neither by cookie nor by token, until they are enabled again", async () => {
    const ways = [await cookieOf(server.db, user.id), await bearerOf(server.db, user.id, "admin")];
    for (const headers of ways) expect(await statusOf("/api/users", headers)).toBe(200);
    await server.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, user.id));
    for (const headers of ways) expect(await statusOf("/api/users", headers)).toBe(401);
    await server.db.update(users).set({ disabledAt: null }).where(eq(users.id, user.id));
    for (const headers of ways) expect(await statusOf("/api/users", headers)).toBe(200);
  });

  test("has at most the role of their token, and at most their own of now", async () => {
    const high = await bearerOf(server.db, user.id, "admin");
    const low = await bearerOf(server.db, user.id, "viewer");
    expect(await statusOf("/api/users", low)).toBe(403);
    await setRole(user.id, "viewer");
    expect(await statusOf("/api/users", high)).toBe(403);
    expect(await statusOf("/api/tokens", high)).toBe(200);
    await setRole(user.id, "admin");
    expect(await statusOf("/api/users", high)).toBe(200);
  });

  test("is nobody once the session or token has expired", async () => {
    const ways = [await cookieOf(server.db, user.id), await bearerOf(server.db, user.id, "admin")];
    const expiresAt = sql`now() - interval '1 second'`;
    await server.db.update(sessions).set({ expiresAt }).where(eq(sessions.userId, user.id));
    await server.db.update(apiTokens).set({ expiresAt }).where(eq(apiTokens.userId, user.id));
    for (const headers of ways) expect(await statusOf("/api/users", headers)).toBe(401);
  });

  test("who sends a wrong token is not let in by the cookie instead", async () => {
    const headers = { ...(await cookieOf(server.db, user.id)), authorization: "Bearer pd_wrong" };
    expect(await statusOf("/api/users", headers)).toBe(401);
  });

  test("is known by the cookie although a proxy has its own Authorization", async () => {
    const headers = { ...(await cookieOf(server.db, user.id)), authorization: "Basic dTpw" };
    expect(await statusOf("/api/users", headers)).toBe(200);
  });

  test("leaves a trace at their token once a minute", async () => {
    const headers = await bearerOf(server.db, user.id, "viewer");
    const use = async () => {
      await statusOf("/api/tokens", headers);
      const [token] = await server.db.select().from(apiTokens).where(eq(apiTokens.userId, user.id));
      return token?.lastUsedAt?.getTime() ?? 0;
    };
    const first = await use();
    expect(first).toBeGreaterThan(0);
    expect(await use()).toBe(first);
    const lastUsedAt = sql`now() - interval '61 seconds'`;
    await server.db.update(apiTokens).set({ lastUsedAt }).where(eq(apiTokens.userId, user.id));
    expect(await use()).toBeGreaterThanOrEqual(first);
  });
});

describe("a change", () => {
  const own = { host: "speed.internal:8090" };

  async function change(headers: Headers, body = JSON.stringify({ role: "viewer" })): Promise<number> {
    const json = { "content-type": "application/json", ...headers };
    const answer = await server.app.inject({ method: "POST", url: "/api/users", headers: json, body });
    return answer.statusCode;
  }

  test.each<readonly [string, Headers, number]>([
    ["without an origin, as programs send it", {}, 201],
    ["from the host that was asked", { ...own, origin: "http://speed.internal:8090" }, 201],
    ["from that host by TLS that a proxy ended", { ...own, origin: "https://speed.internal:8090" }, 201],
    ["from the public address", { ...own, origin: publicUrl }, 201],
    [
      "from the host that a proxy was asked for",
      { "x-forwarded-host": "a.example", origin: "https://a.example" },
      201,
    ],
    ["from another site", { ...own, origin: "https://evil.example" }, 403],
    ["from another port", { ...own, origin: "http://speed.internal:1234" }, 403],
    ["from a place that hides where it is", { ...own, origin: "null" }, 403],
    ["that the browser calls foreign", { "sec-fetch-site": "cross-site" }, 403],
    ["that the browser calls our own", { "sec-fetch-site": "same-origin" }, 201],
    ["as a form would send it", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["as text", { "content-type": "text/plain" }, 415],
    ["with a type that only looks like JSON", { "content-type": "text/plain; application/json" }, 415],
  ])("by cookie %s", async (_where, headers, expected) => {
    const { id } = await addUser(server.db, "admin");
    expect(await change({ ...(await cookieOf(server.db, id)), ...headers })).toBe(expected);
  });

  test("by token does not depend on where it comes from", async () => {
    const { id } = await addUser(server.db, "admin");
    const bearer = await bearerOf(server.db, id, "admin");
    expect(await change({ ...bearer, ...own, origin: "https://a-program.example" })).toBe(201);
  });

  test("from another site signs nobody in", async () => {
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/session",
      headers: { origin: "https://evil.example" },
      payload: { email: "a@b.example", password: "x" },
    });
    expect(answer.statusCode).toBe(403);
  });
});
