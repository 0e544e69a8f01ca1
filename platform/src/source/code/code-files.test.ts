import { describe, expect, it } from "vitest";
import { chooseCodeFiles } from "./code-files.ts";

describe("chooseCodeFiles", () => {
  it("takes code alone, the shallow files first", () => {
    const paths = ["a/b/deep.ts", "b.py", "README.md", "a/c.vue", "a.go", "image.png", "package.json"];
    expect(chooseCodeFiles(paths, [""])).toEqual(["a.go", "b.py", "a/c.vue", "a/b/deep.ts"]);
  });

  it("takes what lies below one of the directories", () => {
    const paths = ["api/a.ts", "apis/b.ts", "web/c.ts", "d.ts"];
    expect(chooseCodeFiles(paths, ["api", "web"])).toEqual(["api/a.ts", "web/c.ts"]);
  });

  it.each([
    "tests/a.py",
    "src/__tests__/a.ts",
    "docs/conf.py",
    "public/app.js",
    "shop/tests.py",
    "shop/settings/test.py",
    "test_app.py",
    "conftest.py",
    "a.test.ts",
    "b_test.go",
    "app.min.js",
    "types.d.ts",
  ])("leaves %s out", (path) => {
    expect(chooseCodeFiles([path], [""])).toEqual([]);
  });

  it.each(["latest.py", "contest/a.ts", "testimonials/a.ts", "attest.ts", "publications/a.js"])(
    "takes %s",
    (path) => {
      expect(chooseCodeFiles([path], [""])).toEqual([path]);
    },
  );

  it("takes an example that is a component of its own", () => {
    const paths = ["examples/shop/a.ts", "examples/shop/tests/b.ts", "examples/other/c.ts"];
    expect(chooseCodeFiles(paths, ["", "examples/shop"])).toEqual(["examples/shop/a.ts"]);
  });

  it("takes SQL of migrations alone", () => {
    const paths = ["drizzle/0000_a.sql", "prisma/migrations/1/migration.sql", "queries/users.sql"];
    expect(chooseCodeFiles(paths, [""])).toEqual(["drizzle/0000_a.sql", "prisma/migrations/1/migration.sql"]);
  });
});
