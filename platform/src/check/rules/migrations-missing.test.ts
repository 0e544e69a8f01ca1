import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec, type Service } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { migrationsMissing as rule } from "./migrations-missing.ts";

type Files = Readonly<Record<string, string>>;

const envs = [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}" }];
const alembic = {
  "requirements.txt": "alembic\n",
  "alembic/versions/1_a.py": "",
  "alembic/env.py": "import alembic\n",
};
const prisma = { "package.json": '{"scripts":{"start":"node a"}}', "prisma/migrations/1/migration.sql": "" };

function hints(
  files: Files,
  service: Partial<Service> = {},
  more: Partial<AppSpec> = {},
): (string | undefined)[] {
  const services = [{ name: "web", run_command: "uvicorn app:app", envs, ...service }];
  const spec: AppSpec = { name: "app", services, databases: [{ name: "db", engine: "PG" }], ...more };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files }) };
  return [...rule.check(app)].map(({ hint }) => hint?.replace(/^.*run_command: /, ""));
}

describe("migrations-missing", () => {
  it.each([
    [prisma, "npx prisma migrate deploy"],
    [{ "package.json": "{}", "drizzle/meta/_journal.json": "{}" }, "npx drizzle-kit migrate"],
    [alembic, "alembic upgrade head"],
    [{ ...alembic, "requirements.txt": "Flask-Migrate\n" }, "flask db upgrade"],
    [
      { "requirements.txt": "django\n", "manage.py": "", "shop/migrations/0001_initial.py": "" },
      "python manage.py migrate",
    ],
  ])("finds those of %j", (files, command) => {
    expect(hints(files)).toEqual([command]);
  });

  it.each([
    [{ run_command: "sh -c 'alembic upgrade head && uvicorn app:app'" }],
    [{ run_command: "./start.sh" }],
    [{ run_command: "bash start" }],
    [{ run_command: "make serve" }],
    [{ run_command: "python start.py" }],
    [{ build_command: "python manage.py migrate" }],
    [{ envs: [...envs, { key: "RUN_MIGRATIONS", value: "1" }] }],
    [{ envs: [{ key: "DATABASE_URL", value: "postgresql://elsewhere" }] }],
    [{ dockerfile_path: "Dockerfile" }],
  ])("is silent with %j", (service) => {
    expect(hints(alembic, service)).toEqual([]);
  });

  it("looks into the scripts that are run, and into no others", () => {
    const scripts = (start: string): Files => ({
      ...prisma,
      "package.json": JSON.stringify({
        scripts: { start, "db:migrate": "prisma migrate deploy", boot: "npm run db:migrate" },
      }),
    });
    const command = { run_command: "npm start" };
    expect(hints(scripts("node a"), command)).toHaveLength(1);
    expect(hints(scripts("npm run boot && node a"), command)).toEqual([]);
    expect(hints(scripts("turbo run start"), command)).toEqual([]);
    expect(hints(scripts("node a"), { run_command: "npm start -w web" })).toEqual([]);
  });

  it.each([
    ["a.ts", 'import { migrate } from "drizzle-orm/node-postgres/migrator";\n'],
    ["a.ts", 'import { execSync } from "node:child_process";\n'],
    ["a.py", "from alembic import command\n"],
    ["a.py", "import subprocess\n"],
    ["a.py", "from flask_migrate import Migrate, upgrade\n"],
    ["a.py", "from django.core.management import call_command\n"],
    ["a.py", 'os.getenv("AUTO_MIGRATE")\n'],
  ])("is silent where code may run them: %s %j", (name, text) => {
    expect(hints({ ...alembic, [name]: text })).toEqual([]);
  });

  it("is silent where a pipeline may reach a managed database", () => {
    const files = { ...alembic, ".github/workflows/deploy.yml": "" };
    const databases = [{ name: "db", engine: "PG" as const, production: true, cluster_name: "a" }];
    expect(hints(files, {}, { databases })).toEqual([]);
    expect(hints(files)).toHaveLength(1);
  });

  it("is silent where a Procfile or a job runs them", () => {
    expect(hints({ ...alembic, Procfile: "release: alembic upgrade head\n" })).toEqual([]);
    expect(hints(alembic, {}, { jobs: [{ name: "a", run_command: "alembic upgrade head" }] })).toEqual([]);
  });
});
