import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { createSecretBox } from "../../access/secret-box.ts";
import { createId } from "../../base/id.ts";
import type { Db } from "../../database/database.ts";
import { channels, notifications } from "../../database/schema/judging.ts";
import { allowedHosts } from "../../database/schema/sites.ts";
import { deliverDue } from "../../notifying/deliver-due.ts";
import type { SampleQueue } from "../../queue/queue.ts";
import { silentLog, startTestDatabase, type TestDatabase } from "../../testing/database.ts";
import type { ChangeFeed } from "../change-feed.ts";
import type { Api } from "../parts.ts";
import { createApi } from "../server.ts";
import type { ApiError } from "../shapes/common.ts";
import type { Channel } from "../shapes/judging.ts";
import { addUser, bearerOf } from "../testing/test-api.ts";

const secretBox = createSecretBox(randomBytes(32));
// No channel needs them.
const queue = {} as SampleQueue;
const changes = {} as ChangeFeed;

let server: TestDatabase;
let db: Db;
/** With a key and a mail server. */
let app: Api;
/** With neither. */
let bare: Api;
let headers: { readonly authorization: string };

beforeAll(async () => {
  server = await startTestDatabase();
  db = server.database.db;
  const parts = { db, queue, changes, publicUrl: "https://dashboard.example" };
  app = await createApi({ ...parts, secretBox, canSendMail: true }, silentLog, "0.0.0");
  bare = await createApi({ ...parts, secretBox: null, canSendMail: false }, silentLog, "0.0.0");
  headers = await bearerOf(db, (await addUser(db, "admin")).id, "admin");
});

afterAll(async () => {
  await app.close();
  await bare.close();
  await server.stop();
});

beforeEach(async () => {
  await db.delete(channels);
  await db.delete(allowedHosts);
});

function ask(method: "GET" | "POST" | "PATCH" | "DELETE", url: string, payload?: object, api = app) {
  return api.inject({ method, url: `/api/channels${url}`, headers, ...(payload && { payload }) });
}

function deliver() {
  return deliverDue({ db, secretBox, smtpUrl: null, mailFrom: "dashboard@example.com", log: silentLog });
}

/** A receiver on loopback that an administrator allowed. */
async function startReceiver(status: number) {
  const receiver = createServer((_request, response) => void response.writeHead(status).end());
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  await db.insert(allowedHosts).values({ host });
  return `http://${host}/hook`;
}

test("never gives a secret out, and keeps it encrypted", async () => {
  const target = await startReceiver(200);
  const created = await ask("POST", "", {
    kind: "webhook",
    name: "Deploys",
    target,
    secret: "correct-horse",
  });
  expect(created.statusCode).toBe(201);
  expect(created.json()).toMatchObject({
    name: "Deploys",
    target,
    hasSecret: true,
    enabled: true,
    last: null,
  });
  const listed = await ask("GET", "");
  expect(created.body + listed.body).not.toContain("correct-horse");
  const [row] = await db.select().from(channels);
  expect(row?.secretEncrypted).not.toContain("correct-horse");
  expect(secretBox.open(row?.secretEncrypted ?? "")).toBe("correct-horse");
});

test.each([
  ["an address that is not allowed", { kind: "webhook", target: "http://169.254.169.254/" }, "target"],
  ["what is no URL", { kind: "slack", target: "hooks.slack.com/x" }, "target"],
  ["another scheme", { kind: "slack", target: "ftp://8.8.8.8/x" }, "target"],
  ["a user in the URL", { kind: "slack", target: "https://me:secret@8.8.8.8/x" }, "target"],
  ["what is no e-mail address", { kind: "email", target: "me@example.com, you" }, "target"],
  ["only commas", { kind: "email", target: " , ," }, "target"],
  ["a secret for e-mail", { kind: "email", target: "me@example.com", secret: "correct-horse" }, "secret"],
  ["a secret that is short", { kind: "webhook", target: "https://8.8.8.8/", secret: "short" }, "secret"],
  ["a site that is not there", { kind: "slack", target: "https://8.8.8.8/", siteId: createId() }, "siteId"],
])("refuses %s", async (_, body, field) => {
  const answer = await ask("POST", "", { name: "x", ...body });
  expect(answer.statusCode).toBe(400);
  expect(answer.json<ApiError>().fields?.map((fault) => fault.field)).toEqual([field]);
  expect(await db.select().from(channels)).toEqual([]);
});

test("says what is not set where mail or secrets need it", async () => {
  const mail = await ask("POST", "", { kind: "email", name: "x", target: "me@example.com" }, bare);
  expect(mail.json<ApiError>().message).toBe("E-mail needs a mail server: set SMTP_URL, then start again.");
  const webhook = { kind: "webhook", name: "x", target: "https://8.8.8.8/", secret: "correct-horse" };
  const signed = await ask("POST", "", webhook, bare);
  expect(signed.json<ApiError>().message).toBe(
    "Secrets cannot be stored here: set ENCRYPTION_KEY, then start again.",
  );
});

test("puts addresses in order", async () => {
  const created = await ask("POST", "", {
    kind: "email",
    name: "x",
    target: "a@example.com,b@example.com , a@example.com",
  });
  expect(created.json<Channel>().target).toBe("a@example.com, b@example.com");
});

test("puts a test in line and says later what became of it", async () => {
  const id = (
    await ask("POST", "", { kind: "slack", name: "x", target: await startReceiver(404) })
  ).json<Channel>().id;
  const tested = await ask("POST", `/${id}/test`);
  expect(tested.statusCode).toBe(202);
  expect(tested.json<Channel>().last).toMatchObject({ state: "waiting", error: null });
  await deliver();
  const [channel] = (await ask("GET", "")).json<Channel[]>();
  expect(channel?.last).toMatchObject({ state: "failed", error: "the receiver answered with 404" });
});

test("shows the newest of what each channel was told", async () => {
  for (const [name, status] of [
    ["a", 200],
    ["b", 404],
  ] as const) {
    const { id } = (
      await ask("POST", "", { kind: "slack", name, target: await startReceiver(status) })
    ).json<Channel>();
    await ask("POST", `/${id}/test`);
    await ask("POST", `/${id}/test`);
  }
  await deliver();
  const listed = (await ask("GET", "")).json<Channel[]>();
  expect(listed.map(({ name, last }) => `${name} ${last?.state ?? ""}`)).toEqual(["a sent", "b failed"]);
});

test("gives up what waits when a channel is switched off, and deletes it with the channel", async () => {
  const { id } = (
    await ask("POST", "", { kind: "slack", name: "x", target: await startReceiver(200) })
  ).json<Channel>();
  await ask("POST", `/${id}/test`);
  const off = await ask("PATCH", `/${id}`, { enabled: false });
  expect(off.json<Channel>()).toMatchObject({
    enabled: false,
    last: { state: "failed", error: "the channel was switched off" },
  });
  expect(await deliver()).toEqual({ sent: 0, failed: 0, waiting: 0 });
  expect((await ask("PATCH", `/${id}`, { enabled: true })).json<Channel>().enabled).toBe(true);
  expect((await ask("DELETE", `/${id}`)).statusCode).toBe(204);
  expect(await db.select().from(notifications)).toEqual([]);
  for (const answer of [
    await ask("DELETE", `/${id}`),
    await ask("POST", `/${id}/test`),
    await ask("PATCH", `/${id}`, { enabled: true }),
  ])
    expect(answer.statusCode).toBe(404);
});
