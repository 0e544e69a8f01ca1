import { expect, it } from "vitest";
import { checkApp } from "../check-app.ts";
import type { AppSpec, EnvVariable } from "../../spec/index.ts";

function problemsOf(spec: Partial<AppSpec>) {
  const problems = checkApp({ name: "app", ...spec }, null, () => undefined);
  return problems.filter(({ rule }) => rule === "unknown-reference");
}

const one = (value: string): EnvVariable[] => [{ key: "A", value, scope: "RUN_TIME" }];

it("suggests the component or the value that was meant", () => {
  const problems = problemsOf({
    envs: one("${database.DATABASE_URL}"),
    databases: [{ name: "databse", engine: "PG" }],
    services: [{ name: "web", envs: [...one("${web.PRIVATE_DOMAN}"), { key: "C", value: "${_self.URL}" }] }],
  });
  expect(problems).toMatchObject([
    {
      severity: "warning",
      field: "envs[0].value",
      message: "${database.DATABASE_URL} is passed on as it is: there is no component or database database",
      hint: "did you mean databse?",
    },
    { field: "services[0].envs[0].value", hint: "did you mean PRIVATE_DOMAIN?" },
    { field: "services[0].envs[1].value", message: "${_self.URL} is passed on as it is: _self has no URL" },
  ]);
});

it("knows what each kind has, pools of databases and the like of shells", () => {
  const fine = [
    "${cache.REDIS_URL}",
    "${db.pool.DATABASE_URL}",
    "${site.PUBLIC_URL}",
    "${queue.COMMIT_HASH}",
    "${web.HOSTNAME}:${web.PORT}",
    "${APP_URL} ${ANYTHING} ${X:-y} $HOME",
  ];
  const problems = problemsOf({
    envs: fine.flatMap((value) => one(value)),
    services: [{ name: "web" }],
    workers: [{ name: "queue" }],
    static_sites: [{ name: "site" }],
    databases: [
      { name: "db", engine: "PG" },
      { name: "cache", engine: "REDIS" },
    ],
  });
  expect(problems).toEqual([]);
});

it("takes _self of the app's own variables for whatever may get them", () => {
  const services = [{ name: "web" }];
  expect(problemsOf({ envs: one("${_self.PRIVATE_URL}"), services })).toEqual([]);
  expect(problemsOf({ envs: one("${_self.PRIVATE_ADDRESS}"), services })).toHaveLength(1);
});

it("misses what a database of another engine has", () => {
  const problems = problemsOf({ envs: one("${db.REDIS_URL}"), databases: [{ name: "db", engine: "PG" }] });
  expect(problems).toMatchObject([{ message: "${db.REDIS_URL} is passed on as it is: db has no REDIS_URL" }]);
});

it("asks which value of a database is meant", () => {
  const problems = problemsOf({ envs: one("${db}"), databases: [{ name: "db", engine: "PG" }] });
  expect(problems).toMatchObject([
    {
      message: "${db} is a name without a value: db is a component or database",
      hint: expect.stringContaining("write ${db.DATABASE_URL} or") as string,
    },
  ]);
});
