import { expect, test } from "vitest";
import { parseAshoreYaml } from "./ashore-yaml.ts";

const FILE = "/shop/.do/ashore.yaml";
const values = [{ DB_PASSWORD: "p@ss/word", DATABASE_URL: "postgresql://u:secret@db:5432/shop" }];

function problemsOf(text: string): string[] {
  return parseAshoreYaml(text, FILE, values).problems.map(
    ({ position, field, message, hint }) =>
      `${position?.line}:${position?.column} ${field}: ${message}${hint === "" ? "" : `; ${hint}`}`,
  );
}

test("fills variables into URLs and escapes what would break a password", () => {
  const text = `
attach:
  db: postgresql://app:\${DB_PASSWORD}@10.0.0.5:5432/shop?sslmode=require
  other: \${DATABASE_URL}
  open: redis://cache.internal:6379
silence:
  health-check-missing: the proxy checks
`;
  expect(parseAshoreYaml(text, FILE, values)).toEqual({
    attach: {
      db: "postgresql://app:p%40ss%2Fword@10.0.0.5:5432/shop?sslmode=require",
      other: "postgresql://u:secret@db:5432/shop",
      open: "redis://cache.internal:6379",
    },
    silence: [
      {
        rule: "health-check-missing",
        reason: "the proxy checks",
        file: FILE,
        position: { line: 7, column: 3 },
      },
    ],
    problems: [],
  });
});

test("takes an empty file and empty keys as nothing", () => {
  expect(parseAshoreYaml("", FILE, [])).toEqual({ attach: {}, silence: [], problems: [] });
  expect(parseAshoreYaml("attach:\nsilence:\n", FILE, []).problems).toEqual([]);
});

test("refuses literal passwords with their place, also in part or as a parameter", () => {
  const text = `attach:
  a: postgresql://app:hunter2@db/shop
  b: postgresql://app:x\${DB_PASSWORD}@db/shop
  c: postgresql://db/shop?user=app&password=hunter2
  d: postgresql://app@db/shop
`;
  const hint = "name a variable of .do/ashore.env: ${NAME}";
  expect(problemsOf(text)).toEqual([
    `2:6 attach.a: holds a password; ${hint}`,
    `3:6 attach.b: holds a password; ${hint}`,
    `4:6 attach.c: holds a password; ${hint}`,
  ]);
});

test("never shows a value in a problem", () => {
  const text = "attach:\n  a: not a url \${DB_PASSWORD}\n";
  const [problem] = parseAshoreYaml(text, FILE, values).problems;
  expect(problem?.message).toBe("is not a URL");
  expect(JSON.stringify(problem)).not.toContain("p@ss");
});

test("finds unknown keys, wrong kinds and variables without a value at once", () => {
  const text = `attached: {}
attach:
  db: \${NOWHERE}
  n: 3
silence: all
`;
  expect(problemsOf(text)).toEqual([
    "1:1 attached: unknown key; known are attach and silence",
    "3:7 attach.db: ${NOWHERE} has no value; set NOWHERE in .do/ashore.env",
    "4:6 attach.n: must be the URL of a database",
    "5:10 silence: must map names of rules to reasons; e.g. silence: { health-check-missing: the proxy before it checks }",
  ]);
});

test("wants a reason for each rule that is silenced", () => {
  const text = "silence:\n  one:\n  two: ''\n  three: known\n";
  expect(problemsOf(text)).toEqual([
    "2:3 silence.one: has no reason; write why, e.g. one: checked by hand",
    "3:8 silence.two: has no reason; write why, e.g. two: checked by hand",
  ]);
  expect(parseAshoreYaml(text, FILE, []).silence.map(({ rule }) => rule)).toEqual(["three"]);
});

test("reports broken YAML with its place", () => {
  expect(problemsOf("attach: [\n")[0]).toMatch(/^\d+:\d+ : /);
});
