import * as z from "zod";

/** A schema, seen by what a value of it looks like in the spec. */
export type FieldShape =
  | { readonly kind: "section"; readonly fields: Readonly<Record<string, z.core.$ZodType>> }
  | { readonly kind: "list"; readonly item: z.core.$ZodType }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "text" | "integer" | "decimal" | "flag" };

export type SectionShape = Extract<FieldShape, { kind: "section" }>;

export function shapeOf(schema: z.core.$ZodType): FieldShape {
  if (schema instanceof z.ZodExactOptional) return shapeOf(schema.unwrap());
  if (schema instanceof z.ZodObject) return { kind: "section", fields: schema.shape };
  if (schema instanceof z.ZodArray) return { kind: "list", item: schema.element };
  if (schema instanceof z.ZodEnum) return { kind: "choice", values: schema.options.map(String) };
  if (schema instanceof z.ZodBoolean) return { kind: "flag" };
  if (schema instanceof z.ZodNumber) return { kind: schema.format === null ? "decimal" : "integer" };
  return { kind: "text" };
}

export function isRequired(schema: z.core.$ZodType): boolean {
  return !(schema instanceof z.ZodExactOptional);
}

/** What a value looks like, in words: `list of sections`, `whole number`. */
export function describeShape(shape: FieldShape): string {
  if (shape.kind === "list") return `list of ${pluralNames[shapeOf(shape.item).kind]}`;
  return shape.kind === "choice" ? "one of the values" : singularNames[shape.kind];
}

const singularNames = {
  section: "section",
  text: "text",
  integer: "whole number",
  decimal: "number",
  flag: "true or false",
};
const pluralNames = {
  section: "sections",
  list: "lists",
  choice: "values",
  text: "texts",
  integer: "whole numbers",
  decimal: "numbers",
  flag: "flags",
};

/** A section with only what must be there: its required texts, empty. */
export function emptySection(shape: SectionShape): Record<string, unknown> {
  const required = Object.entries(shape.fields).filter(([, schema]) => isRequired(schema));
  return Object.fromEntries(required.map(([key]) => [key, ""]));
}
