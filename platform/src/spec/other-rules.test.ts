import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseRules } from "./other-rules.ts";
import { parseSpec } from "./parse.ts";

const good = "name: demo\nservices: [{ name: web, github: { repo: acme/web, branch: main } }]\n";

const texts: Readonly<Record<string, string>> = {
  "yaml-syntax": `${good}envs: [`,
  "duplicate-key": `name: other\n${good}`,
  "several-documents": `${good}---\n${good}`,
  "beside-wrapper": `name: demo\nspec:\n${good.replaceAll(/^/gm, "  ")}`,
  "wrong-type": `${good}envs: A=B\n`,
  "unknown-field": `${good}service: []\n`,
  "key-case": good.replace("services", "Services"),
  "unquoted-text": `${good}envs: [{ key: A, value: 1 }]\n`,
  "value-case": `${good}envs: [{ key: A, scope: run_time }]\n`,
  "unknown-value": `${good}envs: [{ key: A, scope: NEVER }]\n`,
  "zero-value": good.replace("name: web", "name: web, instance_count: 0"),
  "unknown-to-doctl": `${good}ingress: { custom_error_page_url: "https://example.com" }\n`,
};

describe("the rules of the reading", () => {
  test.each(parseRules)("are true of $name", ({ name, severity }) => {
    const problems = parseSpec(texts[name] ?? "").problems.filter(({ rule }) => rule === name);
    expect(problems).toMatchObject([{ severity }]);
  });

  test("are those that its code names, and no other", () => {
    const files = globSync(["parse.ts", "parse/*.ts"], {
      cwd: import.meta.dirname,
      exclude: ["**/*.test.ts"],
    });
    const code = files.map((file) => readFileSync(join(import.meta.dirname, file), "utf8")).join("\n");
    const names = [...code.matchAll(/\brule: "([a-z-]+)"/g)].map(([, name]) => name);
    expect(parseRules.map(({ name }) => name).sort()).toEqual([...new Set(names)].sort());
  });
});
