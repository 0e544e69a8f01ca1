import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { migrationsAtOnce as rule } from "./migrations-at-once.ts";

function messages(
  spec: Omit<AppSpec, "name">,
  files: Readonly<Record<string, string>> | null = null,
): string[] {
  const named = { name: "app", ...spec };
  const facts = files && factsOf({ spec: named, files });
  return [...rule.check({ spec: completeSpec(named), written: named, facts })].map(({ message }) => message);
}

const web = { name: "web", run_command: "python manage.py migrate --noinput && gunicorn shop.wsgi" };

describe("migrations-at-once", () => {
  it("finds two components that migrate as they start", () => {
    expect(messages({ services: [web], workers: [{ ...web, name: "queue" }] })).toEqual([
      "the migrations of Django run 2 times at once: web (1), queue (1)",
    ]);
  });

  it("finds a script that several instances start", () => {
    const files = { "package.json": '{"scripts":{"start":"npx sequelize-cli db:migrate && node a"}}' };
    expect(messages({ services: [{ name: "web", instance_count: 3 }] }, files)).toEqual([
      "the migrations of Sequelize run 3 times at once: web (3)",
    ]);
  });

  it.each([
    ["alembic upgrade head", 1],
    ["poetry run alembic -c a.ini upgrade head", 1],
    ["flask db upgrade && gunicorn a", 1],
    ["npx typeorm migration:run -d a.js", 1],
    ["npx drizzle-kit migrate", 1],
    ["uv run manage.py migrate", 1],
    ["npx prisma migrate deploy", 0],
    ["npx knex migrate:latest", 0],
    ["python manage.py migrate --check", 0],
    ["python manage.py migrate_with_lock", 0],
    ["flock /tmp/a alembic upgrade head", 0],
    ["gunicorn a", 0],
  ])("with two instances of %s finds %i", (run_command, count) => {
    expect(messages({ services: [{ name: "web", run_command, instance_count: 2 }] })).toHaveLength(count);
  });

  it("is silent on one instance, and on what a job has done before", () => {
    expect(messages({ services: [web] })).toEqual([]);
    const jobs = [{ name: "first", kind: "PRE_DEPLOY" as const, run_command: "python manage.py migrate" }];
    expect(messages({ services: [{ ...web, instance_count: 2 }], jobs })).toEqual([]);
  });

  it("is silent on components of different directories or databases", () => {
    expect(messages({ services: [web, { ...web, name: "api", source_dir: "api" }] })).toEqual([]);
    const other = { ...web, name: "api", envs: [{ key: "DATABASE_URL", value: "${other.DATABASE_URL}" }] };
    expect(messages({ services: [web, other] })).toEqual([]);
  });
});
