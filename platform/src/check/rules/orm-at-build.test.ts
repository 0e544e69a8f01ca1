import { expect, it } from "vitest";
import type { AppSpec } from "../../spec/index.ts";
import { messagesOf } from "../testing/messages-of.ts";
import { ormAtBuild } from "./orm-at-build.ts";

const bound = [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}" }];

function messages(
  build_command: string,
  envs: AppSpec["envs"] = bound,
  files: Record<string, string> = {},
): string[] {
  const services = [{ name: "web", build_command, ...(envs && { envs }) }];
  return messagesOf(ormAtBuild, { spec: { name: "app", services, databases: [{ name: "db" }] }, files });
}

it.each([
  "npx prisma migrate deploy",
  "npx prisma generate && npx prisma db push --accept-data-loss",
  "npx drizzle-kit migrate",
  "npx typeorm-ts-node-commonjs -d src/data.ts migration:run",
  "python manage.py migrate --noinput",
  "alembic upgrade head",
  "bundle exec rails db:migrate",
])("finds that %s needs the database", (command) => {
  expect(messages(command)).toHaveLength(1);
});

it.each([
  "npx prisma generate",
  "npx drizzle-kit generate",
  "python manage.py collectstatic",
  "npm run build",
])("leaves %s alone", (command) => {
  expect(messages(command)).toEqual([]);
});

it("finds migrations in the scripts that the build runs by itself", () => {
  const files = {
    "package.json": '{"scripts":{"build":"npm run db && next build","db":"knex migrate:latest"}}',
  };
  expect(messages("node after.js", bound, files)).toEqual([
    "package.json:1 knex migrate:latest needs the database, which the build does not have",
  ]);
});

it("is silent where the build may reach another database", () => {
  const elsewhere = [{ key: "DATABASE_URL", value: "EV[1:abc:def]", type: "SECRET" as const }];
  expect(messages("npx prisma migrate deploy", elsewhere)).toEqual([]);
  expect(messages("npx prisma migrate deploy", [{ ...elsewhere[0]!, scope: "RUN_TIME" }])).toHaveLength(1);
  expect(messages("DATABASE_URL=file:a.db npx prisma migrate deploy")).toEqual([]);
  expect(messages("npx prisma migrate deploy", bound, { ".env": "" })).toEqual([]);
  expect(messages("npx prisma migrate deploy", [])).toEqual([]);
});

it("knows that prisma's own env() needs the variable to generate as well", () => {
  const config = (url: string): Record<string, string> => ({
    "prisma.config.ts": `datasource: { url: ${url} }`,
  });
  expect(messages("npx prisma generate", bound, config('env("DATABASE_URL")'))).toEqual([
    "prisma generate needs DATABASE_URL, which the build does not have",
  ]);
  expect(messages("npx prisma generate", bound, config("process.env.DATABASE_URL!"))).toEqual([]);
});
