import { desc, eq, sql } from "drizzle-orm";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { announceFirstAdministrator } from "../../access/first-administrator.ts";
import { invite } from "../../access/invitations.ts";
import { hashPassword } from "../../access/password.ts";
import { auditLog, invitations, signInFailures, users } from "../../database/schema/people.ts";
import type { Api } from "../parts.ts";
import { addUser, cookieOf, publicUrl, startTestApi, type TestApi } from "../testing/test-api.ts";

const password = "correct horse battery";
const addresses = { one: "203.0.113.1", other: "203.0.113.2" };

let server: TestApi;
let another: Api;
beforeAll(async () => {
  server = await startTestApi();
  another = await server.startAnother();
});
afterAll(() => server.stop());
afterEach(async () => {
  await server.db.delete(users);
  await server.db.delete(invitations);
  await server.db.delete(signInFailures);
});

interface Origin {
  readonly app?: Api;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function signIn(
  email: string,
  tried: string,
  { app = server.app, from = addresses.one, headers }: Origin = {},
) {
  return app.inject({
    method: "POST",
    url: "/api/session",
    headers: { "x-forwarded-for": from, ...headers },
    payload: { email, password: tried },
  });
}

async function addPerson(): Promise<{ readonly id: string; readonly email: string }> {
  const user = await addUser(server.db, "editor");
  await server.db
    .update(users)
    .set({ passwordHash: await hashPassword(password) })
    .where(eq(users.id, user.id));
  return user;
}

describe("signing in", () => {
  test("sets a cookie that only this site sends and no script reads, and says who is signed in", async () => {
    const { id, email } = await addPerson();
    const answer = await signIn(email.toUpperCase(), password);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ user: { id, email, role: "editor" }, canStoreSecrets: false });
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({
      name: "pd_session",
      httpOnly: true,
      sameSite: "Strict",
      path: "/",
      maxAge: 2_592_000,
    });
    expect(cookie).not.toHaveProperty("secure");
    const headers = { cookie: `pd_session=${cookie!.value}` };
    expect((await server.app.inject({ url: "/api/session", headers })).json()).toMatchObject({
      user: { id },
    });
  });

  test("by https sets a cookie that goes by https only", async () => {
    const { email } = await addPerson();
    const answer = await signIn(email, password, { headers: { "x-forwarded-proto": "https" } });
    expect(answer.cookies[0]).toMatchObject({ secure: true });
  });

  test("ends the session that the browser had", async () => {
    const { id, email } = await addPerson();
    const earlier = await cookieOf(server.db, id);
    await signIn(email, password, { headers: earlier });
    const answer = await server.app.inject({ url: "/api/session", headers: earlier });
    expect(answer.json()).toMatchObject({ user: null });
  });

  test("answers the same for a wrong password, an unknown e-mail and someone disabled", async () => {
    const known = await addPerson();
    const disabled = await addPerson();
    await server.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, disabled.id));
    const answers = [
      await signIn(known.email, "wrong"),
      await signIn("nobody@team.example", password),
      await signIn(disabled.email, password),
    ];
    const [first] = answers;
    expect(first?.statusCode).toBe(401);
    for (const { statusCode, body, headers } of answers) {
      expect([statusCode, body]).toEqual([first?.statusCode, first?.body]);
      expect(Object.keys(headers)).toEqual(Object.keys(first!.headers));
    }
  });

  test("is written down, a failure without the password", async () => {
    const { id, email } = await addPerson();
    await signIn(email, "a wrong password");
    await signIn(email, password);
    const entries = await server.db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(2);
    expect(entries).toMatchObject([
      { action: "user.signed-in", userId: id, subject: email },
      { action: "user.sign-in-failed", userId: null, subject: email, details: { address: addresses.one } },
    ]);
    expect(JSON.stringify(entries)).not.toContain("password");
  });

  test("out ends the session and removes the cookie", async () => {
    const { id } = await addPerson();
    const headers = await cookieOf(server.db, id);
    const answer = await server.app.inject({ method: "DELETE", url: "/api/session", headers });
    expect([answer.statusCode, answer.body]).toEqual([204, ""]);
    expect(answer.cookies[0]).toMatchObject({ name: "pd_session", value: "", maxAge: 0, path: "/" });
    expect((await server.app.inject({ url: "/api/tokens", headers })).statusCode).toBe(401);
  });
});

describe("failed sign-ins", () => {
  test("for one e-mail are ten in all, however many are tried at once at two instances", async () => {
    const { email } = await addPerson();
    const tries = Array.from({ length: 40 }, (_, index) =>
      signIn(email, "wrong", { app: index % 2 === 0 ? server.app : another, from: `203.0.113.${index}` }),
    );
    const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  test("lock even the right password out, say until when, and let in after it", async () => {
    const { email } = await addPerson();
    for (let count = 0; count < 10; count += 1) await signIn(email, "wrong");
    const locked = await signIn(email, password, { app: another, from: addresses.other });
    expect(locked.statusCode).toBe(429);
    expect(locked.json()).toMatchObject({ code: "TOO_MANY", message: /Try again in 15 minutes, at 20/ });
    expect(Number(locked.headers["retry-after"])).toBeGreaterThan(880);
    expect(Number(locked.headers["retry-after"])).toBeLessThanOrEqual(900);
    await server.db.update(signInFailures).set({ createdAt: sql`created_at - interval '15 minutes'` });
    expect((await signIn(email, password)).statusCode).toBe(200);
    expect(await server.db.$count(signInFailures)).toBe(0);
  });

  test("from one address are thirty, and others still get in", async () => {
    const { email } = await addPerson();
    const failures = Array.from({ length: 30 }, (_, index) =>
      signIn(`nobody-${index}@team.example`, "wrong"),
    );
    expect(new Set((await Promise.all(failures)).map(({ statusCode }) => statusCode))).toEqual(
      new Set([401]),
    );
    expect((await signIn(email, password)).statusCode).toBe(429);
    expect((await signIn(email, password, { from: addresses.other })).statusCode).toBe(200);
  });

  test("are not forgiven by a success of the same e-mail", async () => {
    const { email } = await addPerson();
    for (let count = 0; count < 9; count += 1) await signIn(email, "wrong");
    expect((await signIn(email, password)).statusCode).toBe(200);
    expect((await signIn(email, "wrong")).statusCode).toBe(401);
    expect((await signIn(email, password)).statusCode).toBe(429);
  });
});

/** The link as the log has it, with the redaction of the real one. */
async function announce(): Promise<string | null> {
  const lines: string[] = [];
  const log = pino(
    { redact: ["token", "password", "secret"] },
    { write: (line: string) => lines.push(line) },
  );
  await announceFirstAdministrator(server.db, publicUrl, log);
  expect(lines.length).toBeLessThan(2);
  const [, token] = /https:\/\/speed\.example\/welcome#([\w-]{43})"/.exec(lines[0] ?? "") ?? [];
  return token ?? null;
}

function accept(token: string, email: string, app: Api = server.app) {
  const payload = { token, email, name: "Someone", password };
  return app.inject({ method: "POST", url: "/api/invitation", payload });
}

describe("the first administrator", () => {
  test("comes by the link in the log, and no link works after it", async () => {
    const links = [await announce(), await announce()].map((link) => link!);
    const needs = async () => (await server.app.inject("/api/session")).json<unknown>();
    expect(await needs()).toMatchObject({ user: null, needsFirstAdministrator: true });
    const answer = await accept(links[1]!, "first@team.example");
    expect(answer.json()).toMatchObject({ user: { email: "first@team.example", role: "admin" } });
    expect(answer.cookies[0]?.name).toBe("pd_session");
    expect(await needs()).toMatchObject({ needsFirstAdministrator: false });
    for (const link of links) {
      expect((await accept(link, "second@team.example")).statusCode).toBe(404);
      expect((await server.app.inject(`/api/invitation?token=${link}`)).statusCode).toBe(404);
    }
    expect(await announce()).toBeNull();
  });

  test("is exactly one of those who use two links at the same moment at two instances", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [(await announce())!, (await announce())!];
      const answers = await Promise.all([
        accept(one, "one@team.example"),
        accept(other, "other@team.example", another),
        accept(one, "third@team.example", another),
      ]);
      expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 404, 404]);
      expect(await server.db.$count(users)).toBe(1);
      await server.db.delete(users);
    }
  });

  test("can be made again by the log once the only one was disabled in the database", async () => {
    const { id } = await addUser(server.db, "admin");
    expect(await announce()).toBeNull();
    await server.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, id));
    expect((await accept((await announce())!, "next@team.example")).statusCode).toBe(200);
  });

  test("has 24 hours", async () => {
    const link = (await announce())!;
    const found = (await server.app.inject(`/api/invitation?token=${link}`)).json<{ expiresAt: string }>();
    expect(found).toMatchObject({ role: "admin", email: null });
    expect(Date.parse(found.expiresAt) - Date.now()).toBeGreaterThan(86_390_000);
    await server.db.update(invitations).set({ expiresAt: sql`now()` });
    expect((await accept(link, "late@team.example")).statusCode).toBe(404);
  });
});

describe("an invitation", () => {
  async function make(email: string | null = null) {
    const inviter = await addUser(server.db, "admin");
    return { inviter, ...(await invite(server.db, { by: inviter.id, role: "editor", email })) };
  }

  test("makes one account with its role, once", async () => {
    const { token } = await make();
    const answers = await Promise.all([
      accept(token, "one@team.example"),
      accept(token, "other@team.example", another),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 404]);
    expect(answers.find(({ statusCode }) => statusCode === 200)!.json()).toMatchObject({
      user: { role: "editor" },
    });
  });

  test("for someone is for nobody else", async () => {
    const { token } = await make("Her@team.example");
    const other = await accept(token, "him@team.example");
    expect(other.statusCode).toBe(400);
    expect(other.json()).toMatchObject({ fields: [{ field: "email" }] });
    expect((await accept(token, "her@team.example")).statusCode).toBe(200);
  });

  test("is kept when the e-mail has an account already, in whatever case", async () => {
    const { token, inviter } = await make();
    const taken = await accept(token, inviter.email.toUpperCase());
    expect([taken.statusCode, taken.json()]).toMatchObject([409, { code: "EMAIL_TAKEN" }]);
    expect((await accept(token, "new@team.example")).statusCode).toBe(200);
  });

  test("is void while the one who made it may not invite", async () => {
    const { token, inviter } = await make();
    const set = async (change: Partial<typeof users.$inferInsert>) => {
      await server.db.update(users).set(change).where(eq(users.id, inviter.id));
      return (await server.app.inject(`/api/invitation?token=${token}`)).statusCode;
    };
    expect(await set({ role: "editor" })).toBe(404);
    expect(await set({ role: "admin", disabledAt: new Date() })).toBe(404);
    expect(await set({ disabledAt: null })).toBe(200);
  });

  test("wants a password of 12 characters", async () => {
    const { token } = await make();
    const payload = { token, email: "new@team.example", name: "New", password: "too short" };
    const answer = await server.app.inject({ method: "POST", url: "/api/invitation", payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: "BAD_INPUT", fields: [{ field: "password" }] });
  });

  test("stands in the database by its hash only", async () => {
    const { token } = await make();
    expect(JSON.stringify(await server.db.select().from(invitations))).not.toContain(token);
  });
});
