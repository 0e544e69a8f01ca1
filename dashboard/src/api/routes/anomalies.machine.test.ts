import { afterAll, beforeAll, expect, test } from "vitest";
import { anomalies, auditLog } from "../../database/schema/index.ts";
import type { AnomalyState } from "../../papers/states.ts";
import { addMeasurement, addSite } from "../reading/testing/measured-site.ts";
import type { Anomaly } from "../shapes/judging.ts";
import { addUser, cookieOf, startTestApi, type TestApi } from "../testing/test-api.ts";

let server: TestApi;
let headers: Readonly<Record<string, string>>;
const ids = new Map<AnomalyState, string>();
beforeAll(async () => {
  server = await startTestApi();
  headers = await cookieOf(server.db, (await addUser(server.db, "editor")).id);
  const pageId = (await addSite(server.db)).pageIds[0]!;
  const { id: measurementId } = await addMeasurement(server.db, { pageId, values: [{ lcp: 4000 }] });
  const found = {
    pageId,
    profile: "mobile",
    measurementId,
    value: 0.3,
    baseline: 0,
    z: 9,
    sentence: "It rose.",
  } as const;
  const rows = [
    { ...found, metric: "cls", state: "suspected" },
    { ...found, metric: "lcp", state: "confirmed" },
    { ...found, metric: "tbt", state: "recovered" },
  ] as const;
  for (const row of rows) {
    const [{ id } = { id: "" }] = await server.db
      .insert(anomalies)
      .values(row)
      .returning({ id: anomalies.id });
    ids.set(row.state, id);
  }
});
afterAll(() => server.stop());

async function list(query = ""): Promise<Anomaly[]> {
  const answer = await server.app.inject({ url: `/api/anomalies${query}`, headers });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function dismiss(id: string) {
  return server.app.inject({ method: "POST", url: `/api/anomalies/${id}/dismiss`, headers });
}

test("lists those that are open, or all, newest first", async () => {
  expect((await list()).map(({ state }) => state)).toEqual(["confirmed", "suspected"]);
  expect((await list("?state=all")).map(({ state }) => state)).toEqual([
    "recovered",
    "confirmed",
    "suspected",
  ]);
  expect((await list())[1]).toMatchObject({ site: { name: "Shop" }, page: { label: "Home" }, baseline: 0 });
});

test("dismisses one that is open, once", async () => {
  const id = ids.get("confirmed")!;
  const answers = [await dismiss(id), await dismiss(id)];
  expect(answers.map((answer) => [answer.statusCode, answer.json<Anomaly>().state])).toEqual([
    [200, "dismissed"],
    [200, "dismissed"],
  ]);
  expect((await list()).map(({ state }) => state)).toEqual(["suspected"]);
  expect(await server.db.select().from(auditLog)).toMatchObject([
    { action: "anomaly.dismissed", subject: "Shop", details: { metric: "lcp", sentence: "It rose." } },
  ]);
});

test("does not dismiss what is over, nor what is not there", async () => {
  const over = await dismiss(ids.get("recovered")!);
  expect([over.statusCode, over.json()]).toMatchObject([409, { code: "NOT_OPEN" }]);
  expect((await dismiss("01940000-0000-7000-8000-000000000000")).statusCode).toBe(404);
});
