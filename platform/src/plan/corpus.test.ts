import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasErrors } from "../base/problem.ts";
import type { Facts } from "../source/facts.ts";
import { componentsOf, parseSpec, type AppSpec } from "../spec/index.ts";
import { checkApp } from "../check/index.ts";
import { makePlan } from "./make-plan.ts";
import { missingValues, withValues } from "./missing-values.ts";

const corpus = join(import.meta.dirname, "../../../../shared/corpus");
const host = {
  publicAddress: { scheme: "http", host: "app.localhost", port: 8080 },
  extraHosts: [],
  attached: {},
  appId: "1",
} as const;

function validSpecs(): string[] {
  if (!existsSync(join(corpus, "manifest.tsv"))) return [];
  const rows = readFileSync(join(corpus, "manifest.tsv"), "utf8").split("\n").slice(1);
  return rows
    .map((row) => row.split("\t"))
    .flatMap(([file, , , , doctl]) => (doctl === "valid" && file ? [file] : []));
}

/** Facts as if every component were a Node project. */
function nodeFacts(spec: AppSpec): Facts {
  const components: Record<string, Facts["components"][string]> = {};
  for (const { component } of componentsOf(spec)) {
    components[component.name] = {
      component: component.name,
      source: "checkout",
      directory: "",
      directoryExists: true,
      treeHash: "0",
      reachesOutside: false,
      entries: ["package.json"],
      texts: { "package.json": "{}" },
      managePy: null,
    };
  }
  return { sources: {}, components };
}

const specs = validSpecs();

describe.skipIf(specs.length === 0)(
  `plans of real specs${specs.length === 0 ? " (no corpus beside the checkout)" : ""}`,
  () => {
    it.each(specs)("%s has a plan, or an error that says why not", (file) => {
      const { spec } = parseSpec(readFileSync(join(corpus, "specs", file), "utf8"));
      if (!spec) throw new Error("it did not parse");
      const given = Object.fromEntries(missingValues(spec, {}).map(({ key }) => [key, "given"]));
      const filled = withValues(spec, given);
      expect(missingValues(filled, {}, { isOurs: () => true })).toEqual([]);
      const { plan, problems } = makePlan(filled, nodeFacts(filled), host);
      // What needs Docker is said by check, which every `up` runs as well.
      const needsDocker = checkApp(filled, null, () => undefined);
      expect(plan === null).toBe(hasErrors([...problems, ...needsDocker]));
      if (plan) expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    });

    it("give no plan and do not throw without facts", () => {
      for (const file of specs) {
        const { spec } = parseSpec(readFileSync(join(corpus, "specs", file), "utf8"));
        if (spec) expect(() => makePlan(spec, { sources: {}, components: {} }, host)).not.toThrow();
      }
    });
  },
);
