import { and, eq, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createId } from "../../base/id.ts";
import { apiTokens, sessions, users } from "../../database/schema/people.ts";
import type { Api } from "../parts.ts";
import type { ApiToken, AuditEntry, CreatedToken, User } from "../shapes/people.ts";
import {
  addUser,
  bearerOf,
  cookieOf,
  publicUrl,
  startTestApi,
  type TestApi,
  type TestUser,
} from "../testing/test-api.ts";

let server: TestApi;
let another: Api;
beforeAll(async () => {
  server = await startTestApi();
  another = await server.startAnother();
});
afterAll(() => server.stop());

let admin: TestUser;
let asAdmin: Readonly<Record<string, string>>;
beforeEach(async () => {
  admin = await addUser(server.db, "admin");
  asAdmin = await cookieOf(server.db, admin.id);
});
afterEach(async () => {
  await server.db.delete(users);
});

type Method = "GET" | "POST" | "PATCH" | "DELETE";

function ask(method: Method, url: string, headers = asAdmin, payload?: object, app = server.app) {
  return app.inject({ method, url: `/api${url}`, headers, ...(payload && { payload }) });
}

async function countAdministrators(): Promise<number> {
  return server.db.$count(users, and(eq(users.role, "admin"), isNull(users.disabledAt)));
}

async function newestAudit(): Promise<AuditEntry | undefined> {
  return (await ask("GET", "/audit")).json<AuditEntry[]>()[0];
}

describe("people", () => {
  test("are listed without what is secret", async () => {
    const [user] = (await ask("GET", "/users")).json<User[]>();
    expect(Object.keys(user ?? {}).toSorted()).toEqual([
      "createdAt",
      "disabledAt",
      "email",
      "id",
      "name",
      "role",
    ]);
  });

  test("are invited by a link that is shown once", async () => {
    const answer = await ask("POST", "/users", asAdmin, { role: "viewer", email: "new@team.example" });
    expect(answer.statusCode).toBe(201);
    const { link } = answer.json<{ link: string }>();
    const [, token] = link.split(`${publicUrl}/welcome#`);
    const found = await server.app.inject(`/api/invitation?token=${token ?? ""}`);
    expect(found.json()).toMatchObject({ role: "viewer", email: "new@team.example" });
    expect(await newestAudit()).toMatchObject({
      user: admin.email,
      action: "user.invited",
      subject: "new@team.example",
      details: { role: "viewer" },
    });
  });

  test("get another role and are disabled without losing sessions and tokens", async () => {
    const { id, email } = await addUser(server.db, "viewer");
    await cookieOf(server.db, id);
    await bearerOf(server.db, id, "viewer");
    const changed = await ask("PATCH", `/users/${id}`, asAdmin, { role: "editor", disabled: true });
    expect(changed.json()).toMatchObject({ role: "editor", disabledAt: expect.any(String) as string });
    expect(await server.db.$count(sessions, eq(sessions.userId, id))).toBe(1);
    expect(await server.db.$count(apiTokens, eq(apiTokens.userId, id))).toBe(1);
    expect(await newestAudit()).toMatchObject({
      user: admin.email,
      action: "user.changed",
      subject: email,
      details: { role: { from: "viewer", to: "editor" }, disabled: true },
    });
    const enabled = await ask("PATCH", `/users/${id}`, asAdmin, { disabled: false });
    expect(enabled.json()).toMatchObject({ role: "editor", disabledAt: null });
  });

  test("are deleted with sessions and tokens", async () => {
    const { id, email } = await addUser(server.db, "editor");
    const headers = await bearerOf(server.db, id, "editor");
    expect((await ask("DELETE", `/users/${id}`)).statusCode).toBe(204);
    expect((await ask("GET", "/tokens", headers)).statusCode).toBe(401);
    expect(await newestAudit()).toMatchObject({ action: "user.deleted", subject: email });
    expect((await ask("DELETE", `/users/${id}`)).statusCode).toBe(404);
  });

  test("who are not there are 404, and no id is 400", async () => {
    expect((await ask("PATCH", `/users/${createId()}`, asAdmin, { role: "viewer" })).statusCode).toBe(404);
    expect((await ask("PATCH", "/users/me", asAdmin, { role: "viewer" })).statusCode).toBe(400);
  });
});

describe("the last administrator", () => {
  test("is neither demoted, disabled nor deleted, though there are disabled ones", async () => {
    const { id } = await addUser(server.db, "admin");
    await ask("PATCH", `/users/${id}`, asAdmin, { disabled: true });
    const answers = [
      await ask("PATCH", `/users/${admin.id}`, asAdmin, { role: "editor" }),
      await ask("PATCH", `/users/${admin.id}`, asAdmin, { disabled: true }),
      await ask("DELETE", `/users/${admin.id}`),
    ];
    for (const answer of answers)
      expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: "LAST_ADMINISTRATOR" }]);
    expect(await countAdministrators()).toBe(1);
  });

  test("may go once there is another", async () => {
    await addUser(server.db, "admin");
    expect((await ask("DELETE", `/users/${admin.id}`)).statusCode).toBe(204);
    expect(await countAdministrators()).toBe(1);
  });

  test.each<readonly [string, Method, object | undefined]>([
    ["demote", "PATCH", { role: "viewer" }],
    ["disable", "PATCH", { disabled: true }],
    ["delete", "DELETE", undefined],
  ])("stays when two %s themselves at once at two instances", async (_what, method, payload) => {
    for (let round = 0; round < 5; round += 1) {
      await server.db.delete(users);
      const two = [await addUser(server.db, "admin"), await addUser(server.db, "admin")];
      const tries = two.map(async ({ id }, index) => {
        const headers = await cookieOf(server.db, id);
        return ask(method, `/users/${id}`, headers, payload, index === 0 ? server.app : another);
      });
      const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
      expect(statuses.filter((status) => status === 409)).toHaveLength(1);
      expect(await countAdministrators()).toBe(1);
    }
  });
});

describe("tokens", () => {
  test("are made, listed without their text, and deleted", async () => {
    const made = await ask("POST", "/tokens", asAdmin, { name: "CI", role: "editor", expiresInDays: 7 });
    expect(made.statusCode).toBe(201);
    const { token, ...rest } = made.json<CreatedToken>();
    expect(token).toMatch(/^pd_/);
    expect(rest).toMatchObject({ name: "CI", role: "editor", hint: token.slice(0, 9), lastUsedAt: null });
    expect(Math.round((Date.parse(rest.expiresAt!) - Date.now()) / 3_600_000)).toBe(168);
    expect((await ask("GET", "/tokens")).json<ApiToken[]>()).toEqual([rest]);
    expect(await newestAudit()).toMatchObject({ action: "token.created", subject: "CI" });
    const headers = { authorization: `Bearer ${token}` };
    expect((await ask("GET", "/tokens", headers)).statusCode).toBe(200);
    expect((await ask("DELETE", `/tokens/${rest.id}`)).statusCode).toBe(204);
    expect((await ask("GET", "/tokens", headers)).statusCode).toBe(401);
    expect(await newestAudit()).toMatchObject({ action: "token.deleted", subject: "CI" });
  });

  test("stand in the database by their hash only", async () => {
    const { token } = (
      await ask("POST", "/tokens", asAdmin, { name: "CI", role: "viewer" })
    ).json<CreatedToken>();
    expect(JSON.stringify(await server.db.select().from(apiTokens))).not.toContain(token);
  });

  test("are never above the role of who makes them, nor of the token that makes them", async () => {
    const { id } = await addUser(server.db, "editor");
    const askers = [await cookieOf(server.db, id), await bearerOf(server.db, admin.id, "editor")];
    for (const headers of askers) {
      expect((await ask("POST", "/tokens", headers, { name: "high", role: "admin" })).statusCode).toBe(403);
      expect((await ask("POST", "/tokens", headers, { name: "own", role: "editor" })).statusCode).toBe(201);
    }
  });

  test("of others are neither shown nor deleted, not even by an administrator", async () => {
    const { id } = await addUser(server.db, "viewer");
    const headers = await cookieOf(server.db, id);
    const made = await ask("POST", "/tokens", headers, { name: "theirs", role: "viewer" });
    expect((await ask("GET", "/tokens")).json()).toEqual([]);
    expect((await ask("DELETE", `/tokens/${made.json<CreatedToken>().id}`)).statusCode).toBe(404);
  });
});

describe("the audit log", () => {
  test("keeps what someone did after they are gone", async () => {
    const { id } = await addUser(server.db, "admin");
    const headers = await cookieOf(server.db, id);
    await ask("POST", "/tokens", headers, { name: "a token of theirs", role: "viewer" });
    await ask("DELETE", `/users/${id}`, headers);
    const entries = (await ask("GET", "/audit")).json<AuditEntry[]>();
    expect(entries.slice(0, 2)).toMatchObject([
      { user: null, action: "user.deleted" },
      { user: null, action: "token.created", subject: "a token of theirs" },
    ]);
  });
});
