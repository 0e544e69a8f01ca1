import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appPlan, jobPlan, requestFor } from "../../deploy/testing/plans.ts";
import { apiHouse, type ApiHouse } from "../testing/api-house.ts";

let house: ApiHouse;

beforeEach(async () => {
  house = await apiHouse();
  const { store, parts } = house.under;
  const plan = appPlan("shop", 8080, { jobs: [jobPlan("migrate", "PRE_DEPLOY")] });
  const { spec, sources, cause, restart } = requestFor(store, plan);
  const what = {
    id: "d1",
    app: "shop",
    number: 1,
    phase: "ERROR",
    plan,
    spec,
    sources,
    cause,
    restart,
  } as const;
  store.saveDeployment({ ...what, artifacts: {}, failure: null, createdAt: 0, updatedAt: 0 });
  for (const [name, text] of [
    ["web", "hello"],
    ["migrate", "migrating"],
  ] as const) {
    const file = parts.paths.logFile("shop", name, `${name}-1-abcde`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${text}\n`);
  }
});
afterEach(() => house.end());

async function logs(query: { component?: string; type?: "run" | "deploy" }): Promise<string[]> {
  const lines: string[] = [];
  const all = { type: "run", tail: -1, follow: false, ...query } as const;
  for await (const { component, text } of await house.client.logs("shop", all))
    lines.push(`${component} ${text}`);
  return lines;
}

test("gives what the runs of a job printed when it is named, and without a name only what components print", async () => {
  expect(await logs({ component: "migrate" })).toEqual(["migrate migrating"]);
  expect(await logs({ component: "migrate", type: "deploy" })).toEqual(["migrate migrating"]);
  expect(await logs({})).toEqual(["web hello"]);
});

test("names what has logs when the one asked for has none", async () => {
  await expect(logs({ component: "docs" })).rejects.toMatchObject({
    message: "docs has no run logs",
    hint: "These have run logs: web, migrate",
  });
});

test("knows what an older deployment had, and says whose logs there are", async () => {
  const { store } = house.under;
  const old = store.deployments("shop", 1)[0]!;
  const plan = appPlan("shop", 8080, { jobs: [] });
  store.saveDeployment({ ...old, id: "d2", number: 2, plan, createdAt: 1, updatedAt: 1 });
  expect(await logs({ component: "migrate" })).toEqual(["migrate migrating"]);
  await expect(logs({ component: "nope" })).rejects.toMatchObject({
    message: "nope has no run logs",
    hint: "These have run logs: web, migrate",
  });
});
