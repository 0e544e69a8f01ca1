import { createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { readAddressPolicy } from "../access/read-address-policy.ts";
import { createSecretBox } from "../access/secret-box.ts";
import { createId } from "../base/id.ts";
import type { Db } from "../database/database.ts";
import { channels, notifications, type NotificationEvent } from "../database/schema/judging.ts";
import { allowedHosts, sites } from "../database/schema/sites.ts";
import type { ChannelKind } from "../papers/states.ts";
import { silentLog, startTestDatabase, type TestDatabase } from "../testing/database.ts";
import { deliverWebhook } from "./channels/webhook.ts";
import { deliverDue, type DeliverParts } from "./deliver-due.ts";
import { enqueueNotifications } from "./enqueue-notifications.ts";
import { claimNext, settle } from "./outbox.ts";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const secretBox = createSecretBox(randomBytes(32));
const event: NotificationEvent = {
  kind: "budget",
  state: "fail",
  previousState: "pass",
  site: { id: createId(), name: "Shop" },
  page: { id: createId(), label: "Home", url: "https://shop.example/" },
  profile: "mobile",
  metric: "lcp",
  value: 4_200,
  sentence: "LCP is 4.2 s, and 4.0 s is the most.",
  link: "https://dashboard.example/measurements/1",
  at: "2025-03-01T04:00:00.000Z",
};

let server: TestDatabase;
let db: Db;

beforeAll(async () => {
  server = await startTestDatabase();
  db = server.database.db;
});

afterAll(() => server.stop());

beforeEach(async () => {
  await db.delete(channels);
  await db.delete(allowedHosts);
});

function deliver(more: Partial<DeliverParts> = {}) {
  return deliverDue({
    db,
    secretBox,
    smtpUrl: null,
    mailFrom: "Dashboard <dashboard@example.com>",
    log: silentLog,
    ...more,
  });
}

/** A real receiver on loopback that an administrator allowed. */
async function startReceiver(answer: (count: number) => number | Promise<number>, headers = {}) {
  const received: Received[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      void Promise.resolve(answer(received.length)).then((status) =>
        response.writeHead(status, headers).end("said"),
      );
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  await db.insert(allowedHosts).values({ host });
  return { url: `http://${host}/hook`, received };
}

async function addChannel(
  kind: ChannelKind,
  target: string,
  more: Partial<typeof channels.$inferInsert> = {},
) {
  const id = createId();
  await db.insert(channels).values({ id, kind, name: kind, target, ...more });
  return id;
}

async function listRows() {
  return db.select().from(notifications).orderBy(notifications.id);
}

/** As if its time had come. */
async function makeDue() {
  await db.update(notifications).set({ nextTryAt: sql`now()` });
}

test("delivers a webhook whose signature verifies and whose delivery id is the notification's", async () => {
  const { url, received } = await startReceiver(() => 204);
  await addChannel("webhook", url, { secretEncrypted: secretBox.seal("correct-horse") });
  await enqueueNotifications(db, event, null);
  expect(await deliver()).toEqual({ sent: 1, failed: 0, waiting: 0 });
  const [{ headers, body } = { headers: {}, body: "" }] = received;
  const [, time, digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-dashboard-signature"])) ?? [];
  expect(digest).toBe(createHmac("sha256", "correct-horse").update(`${time}.${body}`).digest("hex"));
  expect(Math.abs(Number(time) - Date.now() / 1_000)).toBeLessThan(60);
  expect(JSON.parse(body)).toMatchObject({
    kind: "budget",
    state: "fail",
    sentence: event.sentence,
    unit: "ms",
  });
  const [row] = await listRows();
  expect(headers["x-dashboard-delivery"]).toBe(row?.id);
  expect(row).toMatchObject({ state: "sent", tries: 1, lastError: null });
  expect(row?.sentAt).toBeInstanceOf(Date);
});

test("writes one row a channel that is switched on and covers the site", async () => {
  const [site, other] = [createId(), createId()];
  for (const id of [site, other])
    await db.insert(sites).values({ id, name: id, origin: "https://shop.example" });
  const all = await addChannel("slack", "https://hooks.example/all");
  const own = await addChannel("slack", "https://hooks.example/own", { siteId: site });
  await addChannel("slack", "https://hooks.example/other", { siteId: other });
  await addChannel("slack", "https://hooks.example/off", { enabled: false });
  await enqueueNotifications(db, event, site);
  const rows = await listRows();
  expect(rows.map(({ channelId }) => channelId).sort()).toEqual([all, own].sort());
});

test("writes nothing when the transaction of the change is undone", async () => {
  await addChannel("slack", "https://hooks.example/all");
  const undone = db.transaction(async (tx) => {
    await enqueueNotifications(tx, event, null);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await listRows()).toEqual([]);
});

test("tries again later until a receiver that failed twice takes it, under the same delivery id", async () => {
  const { url, received } = await startReceiver((count) => (count <= 2 ? 503 : 200));
  await addChannel("webhook", url);
  await enqueueNotifications(db, event, null);
  expect(await deliver()).toEqual({ sent: 0, failed: 0, waiting: 1 });
  const [first] = await listRows();
  const delayMs = Number(first?.nextTryAt) - Date.now();
  expect(delayMs).toBeGreaterThan(25_000);
  expect(delayMs).toBeLessThan(40_000);
  expect(first).toMatchObject({
    state: "waiting",
    tries: 1,
    lastError: "the receiver answered with 503: said",
  });
  expect(await deliver()).toEqual({ sent: 0, failed: 0, waiting: 0 });
  await makeDue();
  expect(await deliver()).toEqual({ sent: 0, failed: 0, waiting: 1 });
  await makeDue();
  expect(await deliver()).toEqual({ sent: 1, failed: 0, waiting: 0 });
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers["x-dashboard-delivery"])).size).toBe(1);
  expect((await listRows())[0]).toMatchObject({ state: "sent", tries: 3, lastError: null });
});

test("gives up after eight tries", async () => {
  const { url, received } = await startReceiver(() => 500);
  await addChannel("webhook", url);
  await enqueueNotifications(db, event, null);
  const reports = [];
  for (let round = 0; round < 9; round++) {
    await makeDue();
    reports.push(await deliver());
  }
  expect(reports.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => ({ sent: 0, failed: 0, waiting: 1 })));
  expect(reports.slice(7)).toEqual([
    { sent: 0, failed: 1, waiting: 0 },
    { sent: 0, failed: 0, waiting: 0 },
  ]);
  expect(received).toHaveLength(8);
  expect((await listRows())[0]).toMatchObject({ state: "failed", tries: 8 });
});

test("gives up at once when the receiver refuses or redirects", async () => {
  const refusing = await startReceiver(() => 410);
  const redirecting = await startReceiver(() => 302, { location: refusing.url });
  await addChannel("webhook", refusing.url);
  await addChannel("webhook", redirecting.url);
  await enqueueNotifications(db, event, null);
  expect(await deliver()).toEqual({ sent: 0, failed: 2, waiting: 0 });
  expect(refusing.received).toHaveLength(1);
  expect(redirecting.received).toHaveLength(1);
});

test("gives a test a single try", async () => {
  const { url } = await startReceiver(() => 503);
  await addChannel("webhook", url);
  await enqueueNotifications(db, { ...event, kind: "test" }, null);
  expect(await deliver()).toEqual({ sent: 0, failed: 1, waiting: 0 });
});

test("delivers once when several processes deliver at the same time", async () => {
  const { promise: hold, resolve: release } = Promise.withResolvers<number>();
  const { url, received } = await startReceiver(() => hold);
  await addChannel("webhook", url);
  for (let count = 0; count < 6; count++) await enqueueNotifications(db, event, null);
  const both = [deliver(), deliver()];
  await expect.poll(() => received.length, { timeout: 10_000 }).toBe(6);
  const third = await deliver();
  release(200);
  const reports = await Promise.all(both);
  expect(third).toEqual({ sent: 0, failed: 0, waiting: 0 });
  expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(6);
  expect(received).toHaveLength(6);
});

test("delivers later what a process had claimed when it died, and lets a late answer of it change nothing", async () => {
  const { url, received } = await startReceiver(() => 200);
  await addChannel("webhook", url);
  await enqueueNotifications(db, event, null);
  const dead = await claimNext(db);
  expect(await deliver()).toEqual({ sent: 0, failed: 0, waiting: 0 });
  await makeDue();
  expect(await deliver()).toEqual({ sent: 1, failed: 0, waiting: 0 });
  await settle(db, dead!, { state: "failed", error: "too late" });
  expect(received).toHaveLength(1);
  expect((await listRows())[0]).toMatchObject({ state: "sent", tries: 2, lastError: null });
});

test("refuses the metadata address of clouds and a loopback address nobody allowed", async () => {
  const { url, received } = await startReceiver(() => 200);
  await db.delete(allowedHosts);
  await addChannel("webhook", "http://169.254.169.254/latest/meta-data/");
  await addChannel("slack", url);
  await enqueueNotifications(db, event, null);
  expect(await deliver()).toEqual({ sent: 0, failed: 2, waiting: 0 });
  expect(received).toEqual([]);
  for (const { lastError } of await listRows()) expect(lastError).toMatch(/^the address is not allowed: /);
});

test("waits rather than sends unsigned when the key of a secret is missing", async () => {
  const { url, received } = await startReceiver(() => 200);
  await addChannel("webhook", url, { secretEncrypted: secretBox.seal("correct-horse") });
  await enqueueNotifications(db, event, null);
  expect(await deliver({ secretBox: null })).toEqual({ sent: 0, failed: 0, waiting: 1 });
  await makeDue();
  expect(await deliver({ secretBox: createSecretBox(randomBytes(32)) })).toEqual({
    sent: 0,
    failed: 0,
    waiting: 1,
  });
  expect(received).toEqual([]);
});

test("ends a delivery to a receiver that never answers, without telling the address", async () => {
  const { promise: never, resolve: release } = Promise.withResolvers<number>();
  const { url } = await startReceiver(() => never);
  const means = { policy: await readAddressPolicy(db), smtpUrl: null, mailFrom: "", timeoutMs: 100 };
  const outcome = await deliverWebhook(
    { notificationId: createId(), event, target: url, secret: null },
    means,
  );
  release(200);
  expect(outcome).toEqual({ kind: "again", reason: "the receiver did not answer within 0.1 s" });
});

test("posts to Slack what Slack reads", async () => {
  const { url, received } = await startReceiver(() => 200);
  await addChannel("slack", url);
  await enqueueNotifications(db, event, null);
  await deliver();
  expect(received[0]?.headers["content-type"]).toBe("application/json");
  expect(JSON.parse(received[0]?.body ?? "{}")).toMatchObject({
    text: expect.stringContaining("LCP is 4.2 s") as string,
  });
});

test("takes nothing new once it is to stop", async () => {
  const id = await addChannel("webhook", "http://127.0.0.1:9/");
  await enqueueNotifications(db, event, null);
  expect(await deliver({ signal: AbortSignal.abort() })).toEqual({ sent: 0, failed: 0, waiting: 0 });
  expect((await db.select().from(notifications).where(eq(notifications.channelId, id)))[0]?.tries).toBe(0);
});

/** A real mail server on loopback that refuses addresses beginning with `no`. */
async function startMailServer() {
  const mails: string[] = [];
  const mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith("no") ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null,
      ),
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  await new Promise<void>((resolve) => mailServer.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => mailServer.close(() => resolve())));
  const { port } = mailServer.server.address() as AddressInfo;
  return { smtpUrl: `smtp://127.0.0.1:${port}`, mails };
}

test("sends an e-mail with subject, sentence and an id that is the same on every try", async () => {
  const { smtpUrl, mails } = await startMailServer();
  await addChannel("email", "one@example.com, two@example.com");
  await enqueueNotifications(db, event, null);
  expect(await deliver({ smtpUrl })).toEqual({ sent: 1, failed: 0, waiting: 0 });
  const [row] = await listRows();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain("Subject: Budget exceeded: Shop, Home, LCP on mobile");
  expect(mails[0]).toContain("To: one@example.com, two@example.com");
  expect(mails[0]).toContain(`Message-ID: <${row?.id}@example.com>`);
  expect(mails[0]).toContain("LCP is 4.2 s, and 4.0 s is the most.");
});

test("notes an address the mail server refused, and gives up when it refuses all", async () => {
  const { smtpUrl, mails } = await startMailServer();
  await addChannel("email", "one@example.com, nobody@example.com");
  await enqueueNotifications(db, event, null);
  expect(await deliver({ smtpUrl })).toEqual({ sent: 1, failed: 0, waiting: 0 });
  expect((await listRows())[0]?.lastError).toBe("the mail server refused nobody@example.com");
  await db.delete(channels);
  await addChannel("email", "nobody@example.com");
  await enqueueNotifications(db, event, null);
  expect(await deliver({ smtpUrl })).toEqual({ sent: 0, failed: 1, waiting: 0 });
  expect(mails).toHaveLength(1);
});

test("keeps mail waiting while the mail server is away or not set", async () => {
  await addChannel("email", "one@example.com");
  await enqueueNotifications(db, event, null);
  expect(await deliver({ smtpUrl: "smtp://127.0.0.1:9" })).toEqual({ sent: 0, failed: 0, waiting: 1 });
  await makeDue();
  expect(await deliver({ smtpUrl: null })).toEqual({ sent: 0, failed: 0, waiting: 1 });
});
