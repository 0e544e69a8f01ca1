import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { staticRouteUnserved as rule } from "./static-route-unserved.ts";

const settings = `DEBUG = os.environ.get("DEBUG") == "True"
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.staticfiles"]
STATIC_URL = "static/"
`;
const web = { name: "web", run_command: "gunicorn shop.wsgi" };

function count(
  text: string,
  more: Partial<AppSpec> = {},
  files: Readonly<Record<string, string>> = {},
): number {
  const spec: AppSpec = { name: "app", services: [web], ...more };
  const all = { "requirements.txt": "Django\n", "manage.py": "", "shop/settings.py": text, ...files };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files: all }) };
  return [...rule.check(app)].length;
}

function routed(...paths: readonly (readonly [string, string])[]): Partial<AppSpec> {
  const rules = paths.map(([prefix, name]) => ({ match: { path: { prefix } }, component: { name } }));
  return { static_sites: [{ name: "site" }], ingress: { rules } };
}

describe("static-route-unserved", () => {
  it("finds static files that only Django itself would answer", () => {
    expect(count(settings)).toBe(1);
    expect(count(settings, routed(["/", "web"], ["/staticky", "site"]))).toBe(1);
  });

  it.each([
    routed(["/", "web"], ["/static", "site"]),
    routed(["/", "site"], ["/api", "web"]),
    routed(["/", "web"], ["/static/admin", "site"]),
  ])("is silent where another component answers: %j", (more) => {
    expect(count(settings, more)).toBe(0);
  });

  it.each([
    settings.replace('os.environ.get("DEBUG") == "True"', "True"),
    settings.replace('"static/"', '"https://cdn.example.com/"'),
    settings.replace('"static/"', 'os.environ["STATIC_URL"]'),
    settings.replace('"django.contrib.admin", ', ""),
    `${settings}MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]\n`,
    `${settings}STORAGES = {}\n`,
  ])("is silent on %j", (text) => {
    expect(count(text)).toBe(0);
  });

  it("is silent where something else serves them", () => {
    expect(count(settings, {}, { "requirements.txt": "Django\nwhitenoise\n" })).toBe(0);
    expect(count(settings, {}, { "shop/urls.py": "from django.views.static import serve\n" })).toBe(0);
    expect(count(settings, { services: [{ ...web, run_command: "nginx & gunicorn a" }] })).toBe(0);
  });
});
