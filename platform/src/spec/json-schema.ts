import * as z from "zod";
import { app } from "./schema/app.ts";
import { metaOf } from "./schema/field.ts";

/** JSON Schema (draft 2020-12) of the app spec, for editors and other tools. */
export function jsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(app, {
    override: ({ zodSchema, jsonSchema: made }) => {
      const meta = metaOf(zodSchema);
      if (!meta) return;
      made.description = [meta.description, adviceOf(meta.default)].filter(Boolean).join(" ");
      if (meta.deprecated !== undefined) made.deprecated = true;
    },
  });
  return { ...schema, title: "App spec" };
}

/** Defaults are told in words: most of them are no values that could stand in the spec. */
function adviceOf(value: string | number | boolean | undefined): string {
  return value === undefined ? "" : `Default: ${value}.`;
}
