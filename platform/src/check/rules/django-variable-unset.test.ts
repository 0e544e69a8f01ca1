import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { djangoVariableUnset as rule } from "./django-variable-unset.ts";

function messages(
  settings: string,
  more: { keys?: string[]; files?: object; command?: string } = {},
): string[] {
  const { keys = [], files = {}, command = "gunicorn shop.wsgi" } = more;
  const envs = keys.map((key) => ({ key, value: "x" }));
  const spec: AppSpec = { name: "app", services: [{ name: "web", run_command: command, envs }] };
  const all = {
    "requirements.txt": "Django==5.1\n",
    "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "shop/settings.py": settings,
    ...files,
  };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files: all }) };
  return [...rule.check(app)].map(({ message, hint }) =>
    hint === undefined ? message : `${message} (${hint})`,
  );
}

describe("django-variable-unset", () => {
  it.each([
    ['SECRET_KEY = os.environ["KEY_SECRET_KEY"]', "KEY_SECRET_KEY"],
    ['SECRET_KEY = os.environ.get("SECRET_KEY")', "SECRET_KEY"],
    ['ALLOWED_HOSTS = os.getenv("DJANGO_ALLOWED_HOSTS").split(",")', "DJANGO_ALLOWED_HOSTS"],
    ['import environ\nDEBUG = env.bool("DEBUG")', "DEBUG"],
    ['from decouple import config\nDEBUG = config("DEBUG", cast=bool)', "DEBUG"],
    ['DEBUG = os.environ["DEBUG"] == "True"', "DEBUG"],
  ])("finds %j", (settings, name) => {
    expect(messages(settings)).toEqual([`the settings need ${name}, which is not set`]);
    expect(messages(settings, { keys: [name] })).toEqual([]);
  });

  it.each([
    'DEBUG = os.environ.get("DEBUG") == "True"',
    'SECRET_KEY = os.environ.get("SECRET_KEY", "x")',
    'SECRET_KEY = os.environ.get("SECRET_KEY") or make()',
    'STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY")',
    'SECRET_KEY = os.environ["SECRET_KEY"] if IS_LIVE else "x"',
    'ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS")\nif not ALLOWED_HOSTS:\n    ALLOWED_HOSTS = ["*"]',
    'if IS_LIVE:\n    SECRET_KEY = os.environ["SECRET_KEY"]',
    'import environ\nenv = environ.Env(DEBUG=(bool, False))\nDEBUG = env("DEBUG")',
    'EMAIL_HOST = os.environ["EMAIL_HOST"]',
  ])("is silent on %j", (settings) => {
    expect(messages(settings)).toEqual([]);
  });

  it("names a variable that is one letter off", () => {
    const settings = 'ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")';
    expect(messages(settings, { keys: ["ALLOWED_HOST"] })).toEqual([
      "the settings read ALLOWED_HOSTS, but ALLOWED_HOST is set (call the variable of the spec ALLOWED_HOSTS)",
    ]);
    expect(messages(settings, { keys: ["ALLOWED_HOSTS", "ALLOWED_HOST"] })).toEqual([]);
  });

  it("leaves to the rule for all variables what that finds", () => {
    const settings = 'SECRET_KEY = os.environ["SECRET_KEY"]';
    expect(messages(settings, { keys: ["SECRT_KEY"] })).toEqual([]);
  });

  it("trusts files of variables, and commands that set some", () => {
    const settings = 'SECRET_KEY = os.environ["SECRET_KEY"]';
    expect(messages(settings, { files: { ".env": "" } })).toEqual([]);
    expect(messages(settings, { files: { ".env.example": "" } })).toHaveLength(1);
    expect(messages(settings, { command: "SECRET_KEY=x gunicorn shop.wsgi" })).toEqual([]);
    expect(messages(settings, { command: "./start.sh" })).toEqual([]);
    expect(messages(settings, { command: "node web.js" })).toEqual([]);
  });

  it("looks into the settings module in use and what the others share", () => {
    const read = 'SECRET_KEY = os.environ["SECRET_KEY"]\n';
    const files = {
      "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")\n',
      "shop/settings/production.py": "A_B = 1\n",
    };
    expect(messages("", { files: { ...files, "shop/settings/base.py": read } })).toHaveLength(1);
    expect(messages("", { files: { ...files, "shop/settings/local.py": read } })).toEqual([]);
  });
});
