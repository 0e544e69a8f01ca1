import { withoutIndexes } from "../parse/field-path.ts";
import { app } from "../schema/app.ts";
import { metaOf } from "../schema/field.ts";
import { setFields } from "../schema/walk.ts";
import type { SetField } from "../schema/walk.ts";
import { error, notice } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** Fields that have no effect here, each told once, and fields that Ashore refuses. */
export const support: Rule = {
  name: "support",
  severity: "error",
  what: "A field has no effect here, or asks for what Ashore cannot run",
  why: "Ashore runs the app on one machine and does not do everything that App Platform does.",
  fix: "keep what has no effect if App Platform reads the spec too, and remove what cannot be run",
  failing: { name: "app", functions: [{ name: "hello", github: { repo: "acme/web", branch: "main" } }] },
  passing: { name: "app", services: [{ name: "hello", github: { repo: "acme/web", branch: "main" } }] },
  *check(spec) {
    const told = new Set<string>();
    for (const each of setFields(app, spec, isEffective)) {
      const state = supportOf(each);
      const name = withoutIndexes(each.field).split(".").at(-1) ?? "";
      const isUnset = each.value === false || (Array.isArray(each.value) && each.value.length === 0);
      if (state.state === "supported" || isUnset || told.has(name)) continue;
      told.add(name);
      if (state.state === "refused") yield error(each.field, "cannot be run", state.reason);
      else yield notice(each.field, `has no effect here, ${state.reason}`);
    }
  },
};

function isEffective(each: SetField): boolean {
  return supportOf(each).state === "supported";
}

function supportOf({ schema }: SetField) {
  const meta = metaOf(schema);
  // What is deprecated is told by a rule of its own.
  return meta?.deprecated === undefined && meta?.support ? meta.support : { state: "supported" as const };
}
