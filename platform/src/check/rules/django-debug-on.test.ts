import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { djangoDebugOn as rule } from "./django-debug-on.ts";

function count(files: Readonly<Record<string, string>>, key = "A"): number {
  const services = [{ name: "web", run_command: "gunicorn shop.wsgi", envs: [{ key, value: "x.settings" }] }];
  const spec: AppSpec = { name: "app", services };
  const all = { "requirements.txt": "Django\n", "manage.py": "", ...files };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files: all }) };
  return [...rule.check(app)].length;
}

describe("django-debug-on", () => {
  it("finds a DEBUG that is True whatever happens", () => {
    expect(count({ "shop/settings.py": "DEBUG = True  # for now\n" })).toBe(1);
  });

  it.each([
    { "shop/settings.py": "DEBUG = False\n" },
    { "shop/settings.py": "DEBUG = True\nif LIVE:\n    DEBUG = False\n" },
    { "shop/settings.py": "DEBUG = True\nfrom shared import *\n" },
    { "shop/settings.py": "DEBUG = True\n", "shop/settings_live.py": "DEBUG = False\n" },
    { "shop/settings.py": "DEBUG = True\n", "shop/production.py": "DEBUG = False\n" },
    { "shop/settings/dev.py": "DEBUG = True\n", "shop/settings/live.py": "DEBUG = False\n" },
    { "shop/settings.py": "import configurations\nDEBUG = True\n" },
  ])("is silent on %j", (files) => {
    expect(count(files)).toBe(0);
  });

  it("is silent where the spec names other settings", () => {
    expect(count({ "shop/settings.py": "DEBUG = True\n" }, "DJANGO_SETTINGS_MODULE")).toBe(0);
  });
});
