import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { collectstaticWithoutRoot as rule } from "./collectstatic-without-root.ts";

const apps = 'INSTALLED_APPS = ["django.contrib.staticfiles"]\n';

function severities(
  settings: string,
  files: Readonly<Record<string, string>> = {},
  envs: NonNullable<AppSpec["envs"]> = [],
): (string | undefined)[] {
  const spec: AppSpec = { name: "app", services: [{ name: "web" }], envs };
  const all = { "requirements.txt": "Django\n", "manage.py": "", "shop/settings.py": settings, ...files };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files: all }) };
  return [...rule.check(app)].map(({ severity }) => severity);
}

describe("collectstatic-without-root", () => {
  it("is sure of a single settings file that takes nothing from elsewhere", () => {
    expect(severities(apps)).toEqual(["error"]);
    expect(severities(`import os\nfrom pathlib import Path\n${apps}`)).toEqual(["error"]);
  });

  it("only warns where settings may come from elsewhere", () => {
    expect(severities(`from shared.settings import *\n${apps}`)).toEqual(["warning"]);
    expect(severities(apps, { "shop/local_settings.py": "" })).toEqual(["warning"]);
  });

  it.each([
    `${apps}STATIC_ROOT = BASE_DIR / "static"\n`,
    `${apps}if LIVE:\n    STATIC_ROOT = "static"\n`,
    `${apps}STORAGES = {}\n`,
    `import storages\n${apps}`,
    `import django_heroku\n${apps}`,
    'INSTALLED_APPS = ["shop"]\n',
    "",
  ])("is silent on %j", (settings) => {
    expect(severities(settings)).toEqual([]);
  });

  it("is silent where STATIC_ROOT stands in another file of the code", () => {
    expect(severities(apps, { "shop/assets.py": 'STATIC_ROOT = "static"\n' })).toEqual([]);
  });

  it.each([
    [{ key: "DISABLE_COLLECTSTATIC", value: "1" }, 0],
    [{ key: "DISABLE_COLLECTSTATIC", value: "0" }, 1],
    [{ key: "DISABLE_COLLECTSTATIC", value: "1", scope: "RUN_TIME" }, 1],
    [{ key: "DISABLE_COLLECTSTATIC", type: "SECRET" }, 0],
  ] as const)("with %j finds %i", (variable, count) => {
    expect(severities(apps, {}, [variable])).toHaveLength(count);
  });

  it("is silent where the build does not run it", () => {
    expect(severities(apps, { "requirements.txt": "flask\n" })).toEqual([]);
    expect(severities(apps, { "other/manage.py": "" })).toEqual([]);
  });
});
