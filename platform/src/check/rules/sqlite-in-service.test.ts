import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { sqliteInService as rule } from "./sqlite-in-service.ts";

type Files = Readonly<Record<string, string>>;

function found(files: Files, more: Partial<AppSpec> = {}): string[] {
  const services = [{ name: "web", run_command: "gunicorn shop.wsgi" }];
  const spec: AppSpec = { name: "app", services, ...more };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files }) };
  return [...rule.check(app)].map(({ severity = "warning", message }) => `${severity}: ${message}`);
}

function django(settings: string): Files {
  return { "requirements.txt": "Django\n", "manage.py": "", "shop/settings.py": settings };
}

const sqlite = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n';
const node = {
  "package.json": '{"dependencies":{"better-sqlite3":"12"}}',
  "web.js": 'const open = require("better-sqlite3");\n',
};

describe("sqlite-in-service", () => {
  it.each([
    ["file:./a.db", 1],
    ["sqlite:///a.db", 1],
    ["sqlite+aiosqlite:////data/a.db", 1],
    ["sqlite:///:memory:", 0],
    ["file:a?mode=memory", 0],
    ["file:/tmp/cache.db", 0],
    ["${db.DATABASE_URL}", 0],
    ["postgresql://a", 0],
  ])("finds a DATABASE_URL of %s: %i", (value, count) => {
    const services = [{ name: "web", envs: [{ key: "DATABASE_URL", value }] }];
    expect(found({}, { services })).toHaveLength(count);
    expect(
      found({}, { jobs: [{ name: "a", envs: [{ key: "DATABASE_URL", value }] }], services: [] }),
    ).toEqual([]);
  });

  it("finds Django's only database", () => {
    expect(found(django(sqlite))).toEqual([
      "warning: Django's only database is an SQLite file, which each deployment empties",
    ]);
  });

  it.each([
    `${sqlite}if LIVE:\n    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n`,
    `import dj_database_url\n${sqlite}`,
    `import environ\n${sqlite}`,
    `if os.getenv("DATABASE_URL"):\n    DATABASES = parse()\n${sqlite}`,
  ])("is silent on settings that know another one: %j", (settings) => {
    expect(found(django(settings))).toEqual([]);
  });

  it("notes code that opens such files", () => {
    expect(found(node)).toEqual([
      "notice: the code uses better-sqlite3: what it writes to a file is lost at each deployment",
    ]);
  });

  it.each([
    { files: { ...node, "data/words.db": "" } },
    { files: { ...node, "package.json": '{"devDependencies":{"better-sqlite3":"12"}}' } },
    { files: { "package.json": node["package.json"], "scripts/a.js": node["web.js"] } },
    { files: { ...node, "s3.js": 'import { S3Client } from "@aws-sdk/client-s3";\n' } },
    { files: node, more: { databases: [{ name: "db", engine: "PG" as const }] } },
    { files: node, more: { envs: [{ key: "PGHOST", value: "a" }] } },
  ])("is silent where the file need not last: %j", ({ files, more }) => {
    expect(found(files, more)).toEqual([]);
  });
});
