import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appPlan, requestFor } from "../deploy/testing/plans.ts";
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
