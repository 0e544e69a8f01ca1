import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { schemaNewer as rule } from "./schema-newer.ts";

type Files = Readonly<Record<string, string>>;

function messages(files: Files): string[] {
  const spec: AppSpec = { name: "app", services: [{ name: "web", run_command: "run" }] };
  const app = { spec: completeSpec(spec), written: spec, facts: factsOf({ spec, files }) };
  return [...rule.check(app)].map(({ message }) => message);
}

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
const models = "model A {\n}\nmodel B {\n}\nmodel C {\n}\n";

function prisma(schema: string, ...migrations: string[]): Files {
  const files = migrations.map((sql, index) => [`prisma/migrations/${index}/migration.sql`, sql] as const);
  return { "prisma/schema.prisma": schema, ...Object.fromEntries(files) };
}

describe("schema-newer", () => {
  it("finds a model of Prisma that no migration knows", () => {
    const files = prisma(datasource + models, 'CREATE TABLE "A" (id int);', "create table b (id int);");
    expect(messages(files)).toEqual(["no migration creates a table for C"]);
  });

  it("finds it where schema and migrations lie side by side", () => {
    const { "prisma/schema.prisma": schema = "", ...migrations } = prisma(
      datasource + models,
      'CREATE TABLE "A" (id int);CREATE TABLE "B" (id int);',
    );
    expect(messages({ ...migrations, "prisma/schema/all.prisma": schema })).toHaveLength(1);
  });

  it.each([
    [prisma(datasource + models)],
    [
      prisma(
        datasource + models,
        'CREATE TABLE "A" ();CREATE TABLE "B" ();CREATE TABLE "X" ();ALTER TABLE "X" RENAME TO "C";',
      ),
    ],
    [prisma(models, 'CREATE TABLE "A" ();CREATE TABLE "B" ();')],
    [
      prisma(
        datasource.replace("postgresql", "mongodb") + models,
        'CREATE TABLE "A" ();CREATE TABLE "B" ();',
      ),
    ],
    [prisma(datasource + models, 'CREATE TABLE "A" ();')],
    [
      prisma(
        `${datasource}model A {\n}\nmodel B {\n}\nmodel C {\n  @@map("my-c")\n}\n`,
        'CREATE TABLE "A" ();CREATE TABLE "B" ();CREATE TABLE "my-c" ();',
      ),
    ],
  ])("is silent on %j", (files) => {
    expect(messages(files)).toEqual([]);
  });

  it("is silent where tables are pushed, unless a command migrates", () => {
    const files = prisma(datasource + models, 'CREATE TABLE "A" ();CREATE TABLE "B" ();');
    const scripts = { push: "prisma db push" };
    expect(messages({ ...files, "package.json": JSON.stringify({ scripts }) })).toEqual([]);
    const postinstall = "prisma migrate deploy";
    const both = JSON.stringify({ scripts: { ...scripts, postinstall } });
    expect(messages({ ...files, "package.json": both })).toHaveLength(1);
  });

  it("finds a table of Drizzle", () => {
    const files = {
      "src/schema.ts": 'pgTable("a", {});\npgTable("b", {});\npgTable("c", {});\n',
      "drizzle/meta/_journal.json": "{}",
      "drizzle/0000_a.sql": 'CREATE TABLE IF NOT EXISTS "a" ();\nCREATE TABLE "b" ();\n',
    };
    expect(messages(files)).toEqual(["no migration creates a table for c"]);
    expect(messages({ ...files, "other/meta/_journal.json": "{}" })).toEqual([]);
  });

  describe("of Django", () => {
    const model = "class Order(models.Model):\n    pass\n\n\nclass Item(models.Model):\n    pass\n";
    const files = {
      "requirements.txt": "django\n",
      "manage.py": "",
      "config/settings.py": 'INSTALLED_APPS = ["shop", "users.apps.UsersConfig"]\n',
      "users/models.py": "class User(AbstractUser):\n    pass\n",
      "users/migrations/0001_initial.py": "",
      "shop/models.py": model,
    };

    it("finds an app without migrations", () => {
      expect(messages(files)).toEqual(["no migration creates a table for Order and 1 more"]);
    });

    it.each([
      { "shop/migrations/0001_initial.py": "" },
      { "config/settings.py": 'INSTALLED_APPS = ["users"]\n' },
      { "config/settings.py": `${files["config/settings.py"]}MIGRATION_MODULES = {}\n` },
      { "shop/models.py": "class Base(models.Model):\n    class Meta:\n        abstract = True\n" },
      { "shop/models.py": "class Old(models.Model):\n    class Meta:\n        managed = False\n" },
      { Procfile: "web: python manage.py makemigrations && gunicorn a\n" },
    ])("is silent with %j", (more) => {
      expect(messages({ ...files, ...more })).toEqual([]);
    });
  });
});
