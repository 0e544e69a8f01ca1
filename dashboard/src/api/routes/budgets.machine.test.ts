import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog, budgetStates, channels, notifications, sites } from "../../database/schema/index.ts";
import { addMeasurement, addSite, daysAgo } from "../reading/testing/measured-site.ts";
import type { Budget, CreateBudget } from "../shapes/judging.ts";
import { addUser, cookieOf, startTestApi, type TestApi } from "../testing/test-api.ts";

let server: TestApi;
let headers: Readonly<Record<string, string>>;
let siteId: string;
let pageIds: readonly string[];
beforeAll(async () => {
  server = await startTestApi();
  headers = await cookieOf(server.db, (await addUser(server.db, "editor")).id);
});
afterAll(() => server.stop());
beforeEach(async () => {
  ({ siteId, pageIds } = await addSite(server.db, {
    pages: ["Home", "Cart"],
    profiles: ["mobile", "desktop"],
  }));
});
afterEach(async () => {
  await server.db.execute(sql`truncate sites, audit_log, channels cascade`);
});

async function send(method: "GET" | "POST" | "PATCH" | "DELETE", url: string, payload?: object) {
  return server.app.inject({ method, url: `/api${url}`, headers, ...(payload !== undefined && { payload }) });
}

async function create(budget: Partial<CreateBudget>): Promise<Budget> {
  const answer = await send("POST", "/budgets", { siteId, metric: "lcp", ...budget });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

async function measure(page: number, lcp: number, more: object = {}): Promise<void> {
  await addMeasurement(server.db, { pageId: pageIds[page]!, values: [{ lcp, cls: 0 }], ...more });
}

describe("a new budget", () => {
  test("judges the newest measurement of each series at once, and tells nobody", async () => {
    await server.db
      .insert(channels)
      .values({ kind: "webhook", name: "Chat", target: "https://chat.example" });
    await measure(0, 9000, { finishedAt: daysAgo(1) });
    await measure(0, 2000);
    await measure(0, 3000, { profile: "desktop" });
    await measure(1, 5000);
    const budget = await create({ warn: 2500, fail: 4000 });
    expect(budget).toMatchObject({ siteName: "Shop", pageLabel: null, profile: null, state: "fail" });
    expect(
      budget.series.map(({ page, profile, state, value }) => [page.label, profile, state, value]),
    ).toEqual([
      ["Home", "desktop", "warn", 3000],
      ["Home", "mobile", "pass", 2000],
      ["Cart", "mobile", "fail", 5000],
    ]);
    expect(budget.series[2]!.sentence).toBe("LCP is at 5 s, 1 s above the limit of 4 s.");
    expect(await server.db.select().from(notifications)).toEqual([]);
    expect(await server.db.select().from(auditLog)).toMatchObject([
      { action: "budget.created", subject: "Shop", details: { metric: "lcp", warn: 2500, fail: 4000 } },
    ]);
  });

  test("covers one page and profile only, if it is for them", async () => {
    for (const profile of ["mobile", "desktop"])
      for (const page of [0, 1]) await measure(page, 1, { profile });
    const { series, pageLabel } = await create({ pageId: pageIds[1]!, profile: "desktop", fail: 2 });
    expect(pageLabel).toBe("Cart");
    expect(series.map(({ page, profile }) => [page.label, profile])).toEqual([["Cart", "desktop"]]);
  });

  test("takes zero for a value and a limit of zero for a limit", async () => {
    await measure(0, 1);
    expect(await create({ metric: "cls", fail: 0 })).toMatchObject({
      fail: 0,
      state: "pass",
      series: [{ value: 0 }],
    });
  });

  test("knows nothing where nothing was measured, or only on a disturbed host", async () => {
    await measure(0, 9000, { noisy: true });
    expect(await create({ fail: 1 })).toMatchObject({ state: "unknown", series: [] });
  });

  test("leaves out a profile that the site is not measured under any more", async () => {
    await measure(0, 1, { profile: "desktop" });
    await server.db
      .update(sites)
      .set({ profiles: ["mobile"] })
      .where(eq(sites.id, siteId));
    expect((await create({ fail: 2 })).series).toEqual([]);
  });

  test.each([
    [{}, "fail"],
    [{ warn: 4000, fail: 2500 }, "fail"],
    [{ metric: "performance", warn: 101 }, "warn"],
    [{ fail: -1 }, "fail"],
  ])("is refused with limits that make no sense: %j", async (budget, field) => {
    const answer = await send("POST", "/budgets", { siteId, metric: "lcp", ...budget });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: "BAD_INPUT", fields: [{ field }] });
  });

  test("is refused for a page of another site, and for no site", async () => {
    const other = await addSite(server.db, { name: "Blog" });
    const foreign = await send("POST", "/budgets", {
      siteId,
      pageId: other.pageIds[0],
      metric: "lcp",
      fail: 1,
    });
    expect(foreign.json()).toMatchObject({ fields: [{ field: "pageId" }] });
    const nowhere = await send("POST", "/budgets", { siteId: pageIds[0], metric: "lcp", fail: 1 });
    expect(nowhere.json()).toMatchObject({ fields: [{ field: "siteId" }] });
  });
});

describe("a changed budget", () => {
  test("judges again, and keeps since when a state has stood", async () => {
    await measure(0, 3000);
    await measure(1, 5000);
    const { id } = await create({ fail: 4000 });
    const long = daysAgo(9);
    await server.db.update(budgetStates).set({ since: long });
    const answer = await send("PATCH", `/budgets/${id}`, { warn: null, fail: 2000 });
    expect(answer.statusCode, answer.body).toBe(200);
    const [home, cart] = answer.json<Budget>().series;
    expect([home!.state, cart!.state]).toEqual(["fail", "fail"]);
    expect(home!.since > long.toISOString()).toBe(true);
    expect(cart!.since).toBe(long.toISOString());
  });

  test("stays as it was when its limits make no sense", async () => {
    const { id } = await create({ fail: 4000 });
    expect((await send("PATCH", `/budgets/${id}`, { warn: null, fail: null })).statusCode).toBe(400);
    expect((await send("GET", `/budgets?siteId=${siteId}`)).json()).toMatchObject([{ id, fail: 4000 }]);
  });
});

test("budgets are listed by site, and gone once deleted", async () => {
  const { id } = await create({ fail: 1 });
  const other = await addSite(server.db, { name: "Blog" });
  expect((await send("GET", "/budgets")).json()).toHaveLength(1);
  expect((await send("GET", `/budgets?siteId=${other.siteId}`)).json()).toEqual([]);
  expect((await send("DELETE", `/budgets/${id}`)).statusCode).toBe(204);
  expect((await send("DELETE", `/budgets/${id}`)).statusCode).toBe(404);
  expect((await send("GET", "/budgets")).json()).toEqual([]);
});

test("a preview has the newest thirty values of all series, oldest first", async () => {
  for (let days = 35; days > 0; days -= 1) await measure(0, days, { finishedAt: daysAgo(days) });
  await measure(1, 0);
  const values = (query: string) => send("GET", `/budgets/preview?siteId=${siteId}&metric=lcp${query}`);
  const all = (await values("")).json<{ values: number[] }>().values;
  expect([all.length, all[0], all.at(-1)]).toEqual([30, 29, 0]);
  expect((await values(`&pageId=${pageIds[1]!}&profile=mobile`)).json()).toEqual({ values: [0] });
  expect((await values("&profile=desktop")).json()).toEqual({ values: [] });
});
