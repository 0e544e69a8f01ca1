import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { appPlan, requestFor } from "../deploy/testing/plans.ts";
import type { Client } from "../client/index.ts";
import { freePort } from "../runtime/free-port.ts";
import { apiHouse, type ApiHouse } from "./testing/api-house.ts";

let house: ApiHouse;

beforeEach(async () => {
  house = await apiHouse();
});
afterEach(() => house.end());

const CALLS: readonly [string, (client: Client) => Promise<unknown>][] = [
  ["databases", (client) => client.databases("shop")],
  ["restart", (client) => client.restart("shop", [])],
  ["run", (client) => client.runJob("shop", "migrate")],
  ["exec", (client) => client.exec("shop", "web", { command: ["true"], terminal: false })],
];

describe("an app that is down", () => {
  test.each(CALLS)("is said to be down, and what starts it: %s", async (_name, call) => {
    requestFor(house.under.store, appPlan("shop", 8080));
    await expect(call(house.client)).rejects.toMatchObject({
      id: "app_not_running",
      status: 400,
      message: "shop is down",
      hint: "`ashore up` starts it",
    });
  });
});

describe("an app on its way up", () => {
  test("is said not to be live yet", async () => {
    const { store } = house.under;
    requestFor(store, appPlan("shop", 8080));
    const record = store.app("shop");
    if (record) store.saveApp({ ...record, wanted: "up" });
    await expect(house.client.restart("shop", [])).rejects.toMatchObject({
      message: "shop is not live yet",
      hint: "`ashore status` shows how far it is",
    });
  });
});

describe("a command for an instance that is not there", () => {
  test("is refused before anything is opened, naming what runs", async () => {
    const { conductor, store } = house.under;
    await conductor.deploy(requestFor(store, appPlan("shop", await freePort(new Set()))));
    await vi.waitUntil(() => conductor.live("shop")?.release, { timeout: 5000, interval: 10 });
    const query = { command: ["true"], terminal: false, instance: "web-9-abcde" };
    await expect(house.client.exec("shop", "web", query)).rejects.toMatchObject({
      id: "no_such_instance",
      message: "No instance of web-9-abcde runs",
      hint: "These run: web",
    });
  });
});

describe("an app of static sites", () => {
  test("has nothing to restart, as a whole and by name", async () => {
    const { conductor, store } = house.under;
    const documents = { indexDocument: "index.html", errorDocument: "", catchallDocument: null };
    const sites = [{ name: "web", build: "app", ...documents }];
    const plan = appPlan("shop", await freePort(new Set()), { components: [], sites });
    await conductor.deploy(requestFor(store, plan));
    await vi.waitUntil(() => conductor.live("shop")?.release, { timeout: 5000, interval: 10 });
    const refusal = { id: "nothing_to_restart", status: 400 };
    await expect(house.client.restart("shop", [])).rejects.toMatchObject(refusal);
    await expect(house.client.restart("shop", ["web"])).rejects.toMatchObject(refusal);
  });
});
