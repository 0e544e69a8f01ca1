import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { AddressInfo } from "node:net";
import type { RouteOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId } from "../base/id.ts";
import { roles, type Role } from "../papers/states.ts";
import type { Api } from "./parts.ts";
import { errorShape } from "./shapes/common.ts";
import { addUser, bearerOf, cookieOf, startTestApi, type TestApi } from "./testing/test-api.ts";

interface Route {
  readonly method: string;
  readonly url: string;
  readonly role: Role | "public" | undefined;
}

const ANSWER_LIMIT_MS = 5_000;
const publicRoutes = ["/api/session GET HEAD POST DELETE", "/api/invitation GET HEAD POST"];
const allowed: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ["viewer"],
  editor: ["viewer", "editor"],
  admin: ["viewer", "editor", "admin"],
};

let server: TestApi;
let routes: readonly Route[];
let origin: string;
beforeAll(async () => {
  const { started, registered } = await recordRoutes(startTestApi);
  server = started;
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  routes = registered.filter(({ url }) => url.startsWith("/api"));
});
afterAll(() => server.stop());

describe("every route under /api", () => {
  test("names a role, and works before sign-in only where the design says so", () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ role }) => role === undefined)).toEqual([]);
    const open = routes.filter(({ role }) => role === "public").map(({ method, url }) => `${url} ${method}`);
    const expected = publicRoutes.flatMap((line) => {
      const [url, ...methods] = line.split(" ");
      return methods.map((method) => `${url ?? ""} ${method}`);
    });
    expect(open.toSorted()).toEqual(expected.toSorted());
  });

  test("answers nobody with 401, unless it is public", async () => {
    for (const route of routes) await check(route, null, {});
  });

  for (const role of roles) {
    test(`refuses the role ${role} by cookie with 403 exactly where more is needed`, async () => {
      const { id } = await addUser(server.db, role);
      // A session each: one of the routes signs out.
      for (const route of routes) await check(route, role, await cookieOf(server.db, id));
    });

    test(`refuses the role ${role} by token with 403 exactly where more is needed`, async () => {
      const { id } = await addUser(server.db, role);
      const bearer = await bearerOf(server.db, id, role);
      for (const route of routes) await check(route, role, bearer);
    });
  }

  test("holds an administrator's token to the token's role", async () => {
    const { id } = await addUser(server.db, "admin");
    const bearer = await bearerOf(server.db, id, "viewer");
    for (const route of routes) await check(route, "viewer", bearer);
  });
});

async function check(route: Route, asker: Role | null, headers: Readonly<Record<string, string>>) {
  const who = `${route.method} ${route.url} as ${asker ?? "nobody"}`;
  const { status, text } = await ask(route, headers).catch((cause: unknown) => {
    throw new Error(`${who} is not answered`, { cause });
  });
  const what = `${who}: ${status} ${text}`;
  const refusal = expectedRefusal(route, asker);
  if (refusal === null) expect([401, 403], what).not.toContain(status);
  else expect(status, what).toBe(refusal);
  // Swagger UI's own files are missed in a form of their own, once one may look for them.
  const isOurs = refusal !== null || !route.url.startsWith("/api/docs");
  if (isOurs && status >= 400 && route.method !== "HEAD")
    expect(errorShape.safeParse(JSON.parse(text)).success, what).toBe(true);
}

function expectedRefusal({ role }: Route, asker: Role | null): 401 | 403 | null {
  if (role === undefined) throw new Error("a route has no role");
  if (role === "public") return null;
  if (asker === null) return 401;
  return allowed[asker].includes(role) ? null : 403;
}

async function ask({ method, url }: Route, headers: Readonly<Record<string, string>>) {
  const sends = ["POST", "PUT", "PATCH"].includes(method);
  const response = await fetch(origin + url.replace(/:\w+|\*/g, () => createId()), {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    headers: { ...headers, ...(sends && { "content-type": "application/json" }) },
    ...(sends && { body: "{}" }),
  });
  if (response.ok) {
    // Some never end: events go on.
    await response.body?.cancel();
    return { status: response.status, text: "" };
  }
  return { status: response.status, text: await response.text() };
}

/** Fastify tells of every instance it makes, so that routes are seen however they are added. */
async function recordRoutes(start: () => Promise<TestApi>) {
  const options: { readonly method: string; readonly url: string; readonly route: RouteOptions }[] = [];
  const onInstance = (message: unknown) => {
    (message as { readonly fastify: Api }).fastify.addHook("onRoute", (route) => {
      for (const method of [route.method].flat()) options.push({ method, url: route.url, route });
    });
  };
  subscribe("fastify.initialization", onInstance);
  const started = await start();
  await started.app.ready();
  unsubscribe("fastify.initialization", onInstance);
  const registered = options.map(({ method, url, route }): Route => ({
    method,
    url,
    role: route.config?.role,
  }));
  return { started, registered };
}
