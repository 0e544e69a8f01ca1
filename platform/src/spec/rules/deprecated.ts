import { withoutIndexes } from "../parse/field-path.ts";
import { app } from "../schema/app.ts";
import { metaOf } from "../schema/field.ts";
import { setFields } from "../schema/walk.ts";
import { notice } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** Old names and forms that still work; each is told once, however often it is used. */
export const deprecated: Rule = {
  name: "deprecated",
  severity: "notice",
  what: "A field or a feature is of an older form",
  why: "App Platform rewrites the older form, ignores it or may drop it.",
  fix: "write what took its place, or remove it",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" }, routes: [{ path: "/" }] }],
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    ingress: { rules: [{ match: { path: { prefix: "/" } }, component: { name: "web" } }] },
  },
  *check(spec) {
    const told = new Set<string>();
    for (const { field, schema } of setFields(app, spec, () => true)) {
      const instead = metaOf(schema)?.deprecated;
      const name = withoutIndexes(field).split(".").at(-1) ?? "";
      if (instead === undefined || told.has(name)) continue;
      told.add(name);
      yield notice(field, "is deprecated", instead);
    }
    const stack = spec.features?.indexOf("buildpack-stack=ubuntu-18") ?? -1;
    if (stack >= 0)
      yield notice(
        `features[${stack}]`,
        "asks for a stack that is no longer built",
        "write buildpack-stack=ubuntu-22",
      );
  },
};
