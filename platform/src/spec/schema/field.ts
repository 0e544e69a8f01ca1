import * as z from "zod";

/** What Ashore does with a field. `reason` is a clause that can follow "because" or stand after a colon. */
export type Support =
  | { readonly state: "supported" }
  | { readonly state: "accepted"; readonly reason: string }
  | { readonly state: "refused"; readonly reason: string };

/** What a field means; the docs page, `explain`, the editor schema and the support notices come from it. */
export interface FieldMeta {
  readonly description: string;
  /** What holds when the field is left out. */
  readonly default?: string | number | boolean;
  /** Supported unless said otherwise. */
  readonly support?: Support;
  /** What to do instead, as an advice. */
  readonly deprecated?: string;
  /** True if "" differs from leaving the field out (pointers in doctl's types). */
  readonly emptyMatters?: boolean;
  /** True if the API knows the field and doctl's strict parser does not. */
  readonly unknownToDoctl?: boolean;
}

type FieldOptions = Omit<FieldMeta, "description">;
/** `pattern`: the expression, and what a right value looks like in words. */
type TextOptions = FieldOptions & {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: readonly [RegExp, string];
};
type NumberOptions = FieldOptions & { readonly min?: number; readonly max?: number };

const metas = z.registry<FieldMeta>();

/** The meaning of a field's schema as it stands in its section; undefined for schemas that are no fields. */
export function metaOf(schema: z.core.$ZodType): FieldMeta | undefined {
  return metas.get(schema);
}

export function accepted(reason: string): Support {
  return { state: "accepted", reason };
}

export function refused(reason: string): Support {
  return { state: "refused", reason };
}

/** A section of the spec: an object that knows all its keys. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape);
}

export function text(description: string, options: TextOptions = {}) {
  return remember(boundedText(options).exactOptional(), description, options);
}

/** Text that every item must have; "" when the spec leaves it out, which a rule then reports. */
export function requiredText(description: string, options: TextOptions = {}) {
  return remember(boundedText(options), description, options);
}

export function integer(description: string, options: NumberOptions = {}) {
  return remember(boundedInteger(options).exactOptional(), description, options);
}

export function decimal(description: string, options: FieldOptions = {}) {
  return remember(z.number().exactOptional(), description, options);
}

export function flag(description: string, options: FieldOptions = {}) {
  return remember(z.boolean().exactOptional(), description, options);
}

export function choice<const Values extends readonly string[]>(
  description: string,
  values: Values,
  options: FieldOptions = {},
) {
  return remember(z.enum(values).exactOptional(), description, options);
}

/** A section nested in another one. */
export function part<Inner extends z.ZodType>(description: string, inner: Inner, options: FieldOptions = {}) {
  return remember(inner.exactOptional(), description, options);
}

export function list<Item extends z.ZodType>(
  description: string,
  item: Item,
  options: FieldOptions & { readonly max?: number } = {},
) {
  const items = options.max === undefined ? z.array(item) : z.array(item).max(options.max);
  return remember(items.exactOptional(), description, options);
}

export function texts(description: string, options: FieldOptions = {}) {
  return list(description, z.string(), options);
}

export function integers(description: string, options: NumberOptions = {}) {
  return remember(z.array(boundedInteger(options)).exactOptional(), description, options);
}

function boundedText({ min, max, pattern }: TextOptions): z.ZodString {
  let schema = z.string();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  return pattern === undefined ? schema : schema.regex(...pattern);
}

function boundedInteger({ min, max }: NumberOptions): z.ZodInt {
  let schema = z.int();
  if (min !== undefined) schema = schema.min(min);
  return max === undefined ? schema : schema.max(max);
}

function remember<T extends z.ZodType>(schema: T, description: string, options: FieldOptions): T {
  metas.add(schema, { ...options, description });
  return schema;
}
