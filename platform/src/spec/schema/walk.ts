import type * as z from "zod";
import { childField, itemField } from "../parse/field-path.ts";
import { shapeOf } from "./shape.ts";

/** A field that a spec sets, with its schema. */
export interface SetField {
  readonly field: string;
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
}

/**
 * Every field that a value sets, outer ones first. `enter` says whether the fields below one are wanted as well.
 */
export function* setFields(
  schema: z.core.$ZodType,
  value: unknown,
  enter: (each: SetField) => boolean,
  field = "",
): Iterable<SetField> {
  const shape = shapeOf(schema);
  if (shape.kind === "list" && Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* setFields(shape.item, item, enter, itemField(field, i));
  }
  if (shape.kind !== "section" || typeof value !== "object" || value === null) return;
  for (const [key, below] of Object.entries(value)) {
    const inner = shape.fields[key];
    if (!inner) continue;
    const each = { field: childField(field, key), schema: inner, value: below as unknown };
    yield each;
    if (enter(each)) yield* setFields(inner, below, enter, each.field);
  }
}
