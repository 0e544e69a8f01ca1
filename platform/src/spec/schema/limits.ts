import * as z from "zod";

/** The range, length or pattern a schema allows, in words; "" without any. */
export function describeLimits(schema: z.core.$ZodType): string {
  const inner = schema instanceof z.ZodExactOptional ? schema.unwrap() : schema;
  if (inner instanceof z.ZodNumber) return rangeOf(inner.minValue, inner.maxValue);
  if (inner instanceof z.ZodArray) {
    const most = inner._zod.bag["maximum"];
    return typeof most === "number" ? `at most ${most}` : describeLimits(inner.element);
  }
  if (inner instanceof z.ZodString) {
    return patternOf(inner) ?? (inner.maxLength === null ? "" : `at most ${inner.maxLength} characters`);
  }
  return "";
}

function rangeOf(min: number | null, max: number | null): string {
  const hasMin = min !== null && Number.isFinite(min) && min > Number.MIN_SAFE_INTEGER;
  const hasMax = max !== null && Number.isFinite(max) && max < Number.MAX_SAFE_INTEGER;
  if (hasMin && hasMax) return `${min} to ${max}`;
  if (hasMin) return `${min} or more`;
  return hasMax ? `${max} or less` : "";
}

/** The words that stand beside a pattern in the schema: what zod says when it does not match. */
function patternOf(schema: z.ZodString): string | undefined {
  const issues = schema.safeParse(" ").error?.issues ?? [];
  return issues.find((issue) => issue.code === "invalid_format")?.message;
}
