import type * as z from "zod";
import { childField } from "./parse/field-path.ts";
import { app } from "./schema/app.ts";
import { metaOf } from "./schema/field.ts";
import type { FieldMeta, Support } from "./schema/field.ts";
import { describeLimits } from "./schema/limits.ts";
import { describeShape, isRequired, shapeOf } from "./schema/shape.ts";

/** One field of the spec, in words. */
export interface FieldInfo {
  /** Path with `[]` behind lists, e.g. `services[].health_check.http_path`. */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
  /** What holds without it; null if nothing does. */
  readonly default: string | null;
  readonly support: Support;
  /** What to do instead; null unless deprecated. */
  readonly deprecated: string | null;
  readonly enumValues: readonly string[];
  /** Names of the fields right below it. */
  readonly children: readonly string[];
}

/** Every field of the spec, outer ones first, in the order of the schema. */
export function fieldTable(): readonly FieldInfo[] {
  return [...fieldsBelow(app, "", { state: "supported" })];
}

/** What there is to say of the spec as a whole. */
export function describeApp(): FieldInfo {
  return describeField(app, "", { description: "The app spec." }, { state: "supported" });
}

function* fieldsBelow(schema: z.core.$ZodType, path: string, outer: Support): Iterable<FieldInfo> {
  const shape = shapeOf(schema);
  if (shape.kind === "list") yield* fieldsBelow(shape.item, path, outer);
  if (shape.kind !== "section") return;
  for (const [key, inner] of Object.entries(shape.fields)) {
    const meta = metaOf(inner) ?? { description: "" };
    // What is refused or has no effect as a whole, has none in its parts.
    const support = outer.state === "supported" ? (meta.support ?? outer) : outer;
    const suffix = shapeOf(inner).kind === "list" ? "[]" : "";
    const info = describeField(inner, childField(path, key) + suffix, meta, support);
    yield info;
    yield* fieldsBelow(inner, info.path, support);
  }
}

function describeField(schema: z.core.$ZodType, path: string, meta: FieldMeta, support: Support): FieldInfo {
  const shape = shapeOf(schema);
  const item = shape.kind === "list" ? shapeOf(shape.item) : shape;
  const limits = describeLimits(schema);
  return {
    path,
    type: limits === "" ? describeShape(shape) : `${describeShape(shape)}, ${limits}`,
    isRequired: path !== "" && isRequired(schema),
    description: meta.description,
    default: meta.default === undefined ? null : String(meta.default),
    support,
    deprecated: meta.deprecated ?? null,
    enumValues: item.kind === "choice" ? item.values : [],
    children: item.kind === "section" ? Object.keys(item.fields) : [],
  };
}
