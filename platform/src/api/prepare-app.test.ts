import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appPlan, requestFor } from "../deploy/testing/plans.ts";
import type { Plan } from "../plan/plan.ts";
import type { DeploymentRecord } from "../store/records.ts";
import { apiHouse, type ApiHouse } from "./testing/api-house.ts";

let house: ApiHouse;
let directory: string;

beforeEach(async () => {
  house = await apiHouse();
  directory = await mkdtemp(join(tmpdir(), "ashore-prepare-"));
  await writeFile(join(directory, "package.json"), '{"name":"shop","scripts":{"start":"node ."}}');
  await writeFile(join(directory, "package-lock.json"), '{"lockfileVersion":3,"packages":{}}');
});
afterEach(async () => {
  await house.end();
  await rm(directory, { recursive: true });
});

const specText = `
name: shop
services:
- name: web
  git: { repo_clone_url: https://example.com/shop.git, branch: main }
  health_check: { http_path: /healthy }
  envs:
  - { key: GIVEN, value: "\${GIVEN}" }
  - { key: HIDDEN, type: SECRET, value: "\${nowhere.DATABASE_URL}" }
  - { key: LATER, value: changeme }
`;

test("says that an app of the same name is up from another directory", async () => {
  const { store } = house.under;
  requestFor(store, appPlan("shop", 8080));
  const known = store.app("shop")!;
  const specFile = join(directory, "app.yaml");
  const request = { directory, specFile, specText, values: { GIVEN: "x" }, attach: {}, port: null };
  const told = async (): Promise<string[]> => {
    const { problems } = await house.client.plan({ ...request, forceBuild: false });
    return problems.flatMap(({ rule, message }) => (rule === "app-elsewhere" ? message : []));
  };
  expect(await told()).toEqual([]);
  store.saveApp({ ...known, wanted: "up" });
  expect(await told()).toEqual([`shop is up from ${known.directory}, and this directory takes its place`]);
  store.saveApp({ ...known, wanted: "up", directory });
  expect(await told()).toEqual([]);
});

test("an app keeps the port it was live on, whatever was asked for in vain", async () => {
  const { store } = house.under;
  const { spec, sources, cause, restart } = requestFor(store, appPlan("shop", 8095));
  const specFile = join(directory, "app.yaml");
  const request = { directory, specFile, specText, values: { GIVEN: "x" }, attach: {}, port: null };
  const port = async (): Promise<number> => {
    const { plan } = await house.client.plan({ ...request, forceBuild: false });
    return (plan as Plan).publicAddress.port;
  };
  const save = (number: number, at: number, end: Pick<DeploymentRecord, "phase" | "failure">): void => {
    const what = { id: `d${number}`, app: "shop", number, spec, sources, cause, restart, artifacts: {} };
    store.saveDeployment({
      ...what,
      plan: appPlan("shop", at),
      ...end,
      createdAt: number,
      updatedAt: number,
    });
  };
  const taken = {
    ...{ component: null, message: "", hint: "", lastLines: [], logFile: null },
    fault: "platform",
  } as const;
  expect(await port()).toBe(8080);
  save(1, 8090, { phase: "ERROR", failure: { ...taken, code: "ROUTER_PORT_IN_USE" } });
  expect(await port()).toBe(8080);
  save(2, 8095, { phase: "ERROR", failure: { ...taken, code: "BuildJobExitNonZero" } });
  expect(await port()).toBe(8095);
  save(3, 8081, { phase: "ACTIVE", failure: null });
  save(4, 8090, { phase: "ERROR", failure: { ...taken, code: "ROUTER_PORT_IN_USE" } });
  expect(await port()).toBe(8081);
});

test("judges the spec as its author wrote it, not as it is sealed", async () => {
  const specFile = join(directory, "app.yaml");
  const request = { directory, specFile, specText, values: { GIVEN: "x" }, attach: {}, port: null };
  const { problems } = await house.client.plan({ ...request, forceBuild: false });
  const warnings = problems.filter(
    ({ severity, rule }) => severity === "warning" || rule.startsWith("encrypted"),
  );
  expect(warnings.map(({ rule, field }) => `${rule} ${field}`)).toEqual([
    "unknown-reference services[0].envs[1].value",
    "placeholder-secret services[0].envs[2].value",
  ]);
});
