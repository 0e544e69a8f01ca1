import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "../../base/id.ts";
import { sites } from "../../database/schema/sites.ts";
import type { Marker } from "../shapes/sites.ts";
import { addUser, bearerOf, startTestApi, type TestApi } from "../testing/test-api.ts";

let server: TestApi;
let headers: { readonly authorization: string };
const siteId = createId();

beforeAll(async () => {
  server = await startTestApi();
  headers = await bearerOf(server.db, (await addUser(server.db, "editor")).id, "editor");
  await server.db.insert(sites).values({ id: siteId, name: "Shop", origin: "https://shop.example" });
});
afterAll(() => server.stop());

function ask(method: "GET" | "POST" | "DELETE", url: string, payload?: object) {
  return server.app.inject({ method, url: `/api${url}`, headers, ...(payload && { payload }) });
}

test("marks a deployment now and a note at its time, lists the newest first, and deletes", async () => {
  const note = { kind: "note", label: "campaign", at: "2025-01-31T10:00:00+01:00" };
  const noted = await ask("POST", `/sites/${siteId}/markers`, note);
  expect(noted.statusCode).toBe(201);
  expect(noted.json<Marker>().at).toBe("2025-01-31T09:00:00.000Z");
  const deployed = (
    await ask("POST", `/sites/${siteId}/markers`, { kind: "deployment", label: "v2" })
  ).json<Marker>();
  expect(Math.abs(Date.parse(deployed.at) - Date.now())).toBeLessThan(60_000);
  const listed = (await ask("GET", `/sites/${siteId}/markers`)).json<Marker[]>();
  expect(listed.map(({ label }) => label)).toEqual(["v2", "campaign"]);
  expect((await ask("DELETE", `/markers/${deployed.id}`)).statusCode).toBe(204);
  expect((await ask("DELETE", `/markers/${deployed.id}`)).statusCode).toBe(404);
});

test("knows no markers of a site that is not there", async () => {
  expect((await ask("GET", `/sites/${createId()}/markers`)).statusCode).toBe(404);
  const marker = { kind: "note", label: "x" };
  expect((await ask("POST", `/sites/${createId()}/markers`, marker)).statusCode).toBe(404);
});
