import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "../../base/id.ts";
import { allowedHosts, batches, measurements, samples, sites, ticks } from "../../database/schema/index.ts";
import { spreadColumns } from "../../database/schema/metric-columns.ts";
import { runDue } from "../../schedules/run-due.ts";
import { schedules } from "../../database/schema/schedules.ts";
import { addUser, bearerOf, startTestApi, type TestApi } from "../testing/test-api.ts";
import type { BatchDetail, StartedBatch } from "../shapes/measuring.ts";
import type { Queue } from "../shapes/operating.ts";
import type { Site, Tick } from "../shapes/sites.ts";

let api: TestApi;
let headers: { readonly authorization: string };

beforeAll(async () => {
  api = await startTestApi();
  const user = await addUser(api.db, "admin");
  headers = await bearerOf(api.db, user.id, "admin");
  await api.db.insert(allowedHosts).values({ host: "shop.invalid" });
});
afterAll(() => api.stop());

async function call<Answer>(
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
  url: string,
  payload?: object,
) {
  const reply = await api.app.inject({ method, url: `/api${url}`, headers, ...(payload && { payload }) });
  return { status: reply.statusCode, body: (reply.body === "" ? null : reply.json()) as Answer };
}

async function addSite(name: string) {
  const pages = [
    { url: "http://shop.invalid/#top" },
    { url: "http://shop.invalid/about", label: "About us" },
  ];
  return call<Site>("POST", "/sites", { name, pages, cron: "30 2 * * *", timeZone: "Europe/Berlin" });
}

test("adds a site with its pages and its schedule", async () => {
  const { status, body } = await addSite("Shop");
  expect(status).toBe(201);
  expect(body).toMatchObject({ name: "Shop", origin: "http://shop.invalid", samplesPerMeasurement: 3 });
  expect(body.pages.map(({ url, label }) => [url, label])).toEqual([
    ["http://shop.invalid/", "Home"],
    ["http://shop.invalid/about", "About us"],
  ]);
  expect(body.schedule.nextAt).toHaveLength(3);
});

test.each([
  [{ pages: [{ url: "http://127.0.0.1/" }] }, "pages.0.url"],
  [{ pages: [{ url: "http://shop.invalid/" }, { url: "http://other.invalid/" }] }, "pages.1.url"],
  [{ pages: [{ url: "http://shop.invalid/" }], cron: "nightly" }, "cron"],
  [{ pages: [{ url: "http://shop.invalid/" }], timeZone: "Mars/Base" }, "timeZone"],
  [{ pages: [{ url: "file:///etc/passwd" }] }, "pages.0.url"],
  [{ pages: [{ url: "http://shop.invalid/" }], samplesPerMeasurement: 4 }, "samplesPerMeasurement"],
])("refuses %j and names the field", async (change, field) => {
  const { status, body } = await call<{ code: string; fields: { field: string }[] }>("POST", "/sites", {
    name: "Wrong",
    ...change,
  });
  expect(status).toBe(400);
  expect(body.code).toBe("BAD_INPUT");
  expect(body.fields.map((each) => each.field)).toContain(field);
});

test("does not take secret headers without a key to encrypt them with", async () => {
  const { status, body } = await call<{ code: string }>("POST", "/sites", {
    name: "Secret",
    pages: [{ url: "http://shop.invalid/" }],
    headers: { Authorization: "Basic x" },
  });
  expect([status, body.code]).toEqual([409, "NO_ENCRYPTION_KEY"]);
});

test("changes, pauses and deletes", async () => {
  const { body: site } = await addSite("Changing");
  const paused = await call<Site>("PATCH", `/sites/${site.id}`, { enabled: false, samplesPerMeasurement: 5 });
  expect(paused.body).toMatchObject({ enabled: false, samplesPerMeasurement: 5, name: "Changing" });
  const page = await call<{ label: string }>("PATCH", `/pages/${site.pages[1]!.id}`, { label: "Team" });
  expect(page.body.label).toBe("Team");
  expect((await call<{ label: string }>("PATCH", `/pages/${site.pages[1]!.id}`, {})).body.label).toBe("Team");
  expect((await call("POST", `/sites/${site.id}/pages`, { url: "http://shop.invalid/about" })).status).toBe(
    400,
  );
  expect((await call("DELETE", `/pages/${site.pages[1]!.id}`)).status).toBe(204);
  expect((await call("DELETE", `/sites/${site.id}`)).status).toBe(204);
  expect((await call("GET", `/sites/${site.id}`)).status).toBe(404);
});

test("starts one batch however often it is asked for, without a queue that answers", async () => {
  const { body: site } = await addSite("Batches");
  const starts = await Promise.all(
    Array.from({ length: 20 }, () =>
      call<StartedBatch>("POST", "/batches", { scope: "site", siteId: site.id }),
    ),
  );
  expect(starts.filter(({ status }) => status === 201)).toHaveLength(1);
  const { batch } = starts[0]!.body;
  expect(new Set(starts.map(({ body }) => body.batch.id))).toEqual(new Set([batch.id]));
  expect(batch).toMatchObject({ title: "Batches", samples: { total: 12, queued: 12 }, state: "open" });
  const detail = await call<BatchDetail>("GET", `/batches/${batch.id}`);
  expect(detail.body.measurements).toHaveLength(4);
  const queue = await call<Queue>("GET", "/queue");
  expect(queue.status).toBe(200);
  expect(queue.body.transport.ok).toBe(false);
  expect(queue.body.waiting).toHaveLength(12);
  const cancelled = await call<{ state: string }>("POST", `/batches/${batch.id}/cancel`);
  expect(cancelled.body.state).toBe("cancelled");
});

test("retries a given-up sample and opens what it belongs to", async () => {
  const { body: site } = await addSite("Dead");
  await call("POST", "/batches", { scope: "site", siteId: site.id });
  const [sample] = await api.db.select().from(samples).where(eq(samples.state, "queued")).limit(1);
  await api.db
    .update(samples)
    .set({ state: "dead", failureClass: "transient" })
    .where(eq(samples.id, sample!.id));
  // As if the two others had been enough for a result.
  const itself = eq(measurements.id, sample!.measurementId);
  const published = spreadColumns({ performance: { n: 2, median: 90, mad: 1, min: 89, max: 91 } });
  const [measurement] = await api.db
    .update(measurements)
    .set({ state: "done", finishedAt: new Date(), judgedAt: new Date(), ...published })
    .where(itself)
    .returning();
  const its = eq(batches.id, measurement!.batchId);
  await api.db.update(batches).set({ state: "done", finishedAt: new Date() }).where(its);
  expect((await call<Queue>("GET", "/queue")).body.dead.map(({ id }) => id)).toContain(sample!.id);
  expect((await call("POST", `/samples/${sample!.id}/retry`)).status).toBe(204);
  const [again] = await api.db.select().from(samples).where(eq(samples.id, sample!.id));
  expect(again).toMatchObject({ state: "queued", attempt: 2, failureClass: null });
  const [opened] = await api.db.select().from(measurements).where(itself);
  expect(opened).toMatchObject({
    ...{ state: "open", finishedAt: null, judgedAt: null },
    ...{ spreads: null, performance: null },
  });
  const [batch] = await api.db.select().from(batches).where(its);
  expect(batch).toMatchObject({ state: "open", finishedAt: null });
  expect((await call("POST", `/samples/${createId()}/retry`)).status).toBe(404);
});

test("two schedulers run each due tick once, and the tick finds the batch that is open", async () => {
  const { body: site } = await addSite("Ticking");
  const due = new Date(Date.parse(site.schedule.nextAt[0]!) + 60_000);
  const runs = await Promise.all([runDue(api.db, due), runDue(api.db, due), runDue(api.db, due)]);
  const mine = runs.flat().filter((tick) => tick.site === "Ticking");
  expect(mine.map(({ outcome }) => outcome)).toEqual(["ran"]);
  const nextDay = new Date(due.getTime() + 24 * 60 * 60 * 1000);
  expect((await runDue(api.db, nextDay)).find((tick) => tick.site === "Ticking")?.outcome).toBe("joined");
  const shown = await call<Tick[]>("GET", `/ticks?siteId=${site.id}`);
  expect(shown.body.map(({ outcome }) => outcome)).toEqual(["joined", "ran"]);
  await api.db.delete(ticks);
});

test("a changed schedule catches up nothing of the old one", async () => {
  const { body: site } = await addSite("Moved");
  await api.db
    .update(schedules)
    .set({ watchedFrom: new Date(0) })
    .where(eq(schedules.siteId, site.id));
  await call("PUT", `/sites/${site.id}/schedule`, { cron: "0 0 * * *", timeZone: "UTC", enabled: true });
  expect((await runDue(api.db, new Date())).map((tick) => tick.site)).not.toContain("Moved");
  const wrong = await call("PUT", `/sites/${site.id}/schedule`, {
    cron: "x",
    timeZone: "UTC",
    enabled: true,
  });
  expect(wrong.status).toBe(400);
  await api.db.delete(sites).where(eq(sites.id, site.id));
});
