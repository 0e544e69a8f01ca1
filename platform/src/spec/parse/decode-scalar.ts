import * as z from "zod";
import { metaOf } from "../schema/field.ts";
import { shapeOf } from "../schema/shape.ts";
import { didYouMean } from "../suggest.ts";
import type { MismatchDetail } from "./mismatch.ts";
import type { ScalarTree } from "./tree.ts";
import { wrongType } from "./wrong-type.ts";

interface DecodedScalar {
  /** Undefined means left out. */
  readonly value?: string | number | boolean;
  readonly detail?: MismatchDetail;
}

/** Reads a scalar that is not null as the text, choice, number or flag that its schema wants. */
export function decodeScalar(schema: z.core.$ZodType, tree: ScalarTree, field: string): DecodedScalar {
  const shape = shapeOf(schema);
  const { value } = tree;
  if (shape.kind === "text") return decodeText(schema, tree);
  if (shape.kind === "choice" && typeof value === "string") return decodeChoice(shape.values, value);
  if (shape.kind === "flag" && typeof value === "boolean") return { value };
  if (shape.kind === "decimal" && Number.isFinite(value)) return { value: Number(value) };
  if (shape.kind === "integer" && Number.isSafeInteger(value)) return decodeInteger(schema, Number(value));
  return { detail: wrongType(shape, tree, field) };
}

function decodeText(schema: z.core.$ZodType, { source, value }: ScalarTree): DecodedScalar {
  if (typeof value !== "string") {
    const kind = typeof value === "boolean" ? "a boolean" : "a number";
    return { value: source, detail: unquoted(kind) };
  }
  return source === "" && !metaOf(schema)?.emptyMatters ? {} : { value: source };
}

// The value is not shown: it may be a secret.
function unquoted(kind: string): MismatchDetail {
  return {
    layer: "parse",
    severity: "warning",
    rule: "unquoted-text",
    message: `is ${kind}, not text, and is taken as it is written`,
    hint: "put it in quotes, doctl refuses it without",
  };
}

function decodeChoice(values: readonly string[], source: string): DecodedScalar {
  if (source === "") return {};
  if (values.includes(source)) return { value: source };
  const folded = values.find((value) => value.toLowerCase() === source.toLowerCase());
  if (folded === undefined) return { detail: unknownValue(values, source) };
  return {
    value: folded,
    detail: {
      layer: "rule",
      severity: "warning",
      rule: "value-case",
      message: `is ${source}, and App Platform writes such values as ${folded}`,
      hint: `write ${folded}`,
    },
  };
}

function unknownValue(values: readonly string[], source: string): MismatchDetail {
  const closest = didYouMean(source, values);
  return {
    layer: "rule",
    severity: "error",
    rule: "unknown-value",
    message: `is ${source}, which is none of its values`,
    hint:
      closest === "" ? `write one of ${values.filter((value) => !isPlaceholder(value)).join(", ")}` : closest,
  };
}

function isPlaceholder(value: string): boolean {
  return /^(UNSET|UNKNOWN|UNSPECIFIED.*)$/.test(value);
}

// Go leaves a zero out when it writes JSON, so the API never sees it.
function decodeInteger(schema: z.core.$ZodType, value: number): DecodedScalar {
  const inner = schema instanceof z.ZodExactOptional ? schema.unwrap() : undefined;
  const least = inner instanceof z.ZodNumber ? (inner.minValue ?? 0) : 0;
  if (value !== 0 || least < 1) return { value };
  return {
    detail: {
      layer: "rule",
      severity: "notice",
      rule: "zero-value",
      message: "is 0, which is the same as leaving it out",
      hint: `leave it out, or write ${least} or more`,
    },
  };
}
