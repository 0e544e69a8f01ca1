import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { jobWithoutDatabase } from "./job-without-database.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...jobWithoutDatabase.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const job = { name: "migrate", kind: "PRE_DEPLOY", run_command: "npx prisma migrate deploy" } as const;
const databases = [{ name: "db", engine: "PG" }] as const;

describe("job-without-database", () => {
  it.each(["npm run db:push", "python manage.py migrate", "alembic -c a.ini upgrade head", "goose up"])(
    "knows %s",
    (run_command) => {
      expect(find({ name: "app", databases, jobs: [{ ...job, run_command }] })).toEqual([
        "jobs[0].envs migrate migrates, and none of its variables refers to db",
      ]);
    },
  );

  it.each([
    [{ key: "X", value: "${db.DATABASE_URL}" }],
    [{ key: "PGHOST", value: "example.com" }],
    [{ key: "DB_URL", type: "SECRET" as const }],
    [{ key: "WHERE", value: "postgres://example.com" }],
  ])("is silent with the variable %j, of the job or of the app", (variable) => {
    expect(find({ name: "app", databases, jobs: [{ ...job, envs: [variable] }] })).toEqual([]);
    expect(find({ name: "app", databases, jobs: [job], envs: [variable] })).toEqual([]);
  });

  it("does not count what only the build or a service has", () => {
    const variable = { key: "DATABASE_URL", value: "${db.DATABASE_URL}" };
    const envs = [{ ...variable, scope: "BUILD_TIME" as const }];
    const services = [{ name: "web", envs: [variable] }];
    expect(find({ name: "app", databases, services, jobs: [{ ...job, envs }] })).toHaveLength(1);
  });

  it.each(["doppler run -- npm run migrate", "DATABASE_URL=$X npm run migrate", "node send-mails.js"])(
    "is silent about %s",
    (run_command) => {
      expect(find({ name: "app", databases, jobs: [{ ...job, run_command }] })).toEqual([]);
    },
  );

  it("is silent without a database to migrate, after the deployment, and beside a .env", () => {
    expect(find({ name: "app", jobs: [job] })).toEqual([]);
    expect(find({ name: "app", databases: [{ name: "cache", engine: "VALKEY" }], jobs: [job] })).toEqual([]);
    expect(find({ name: "app", databases, jobs: [{ ...job, kind: "POST_DEPLOY" }] })).toEqual([]);
    expect(find({ name: "app", databases, jobs: [job] }, { ".env": "" })).toEqual([]);
    expect(find({ name: "app", databases, jobs: [job] }, { ".env.example": "" })).toHaveLength(1);
  });
});
