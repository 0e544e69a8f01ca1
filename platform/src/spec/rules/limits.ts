import type * as z from "zod";
import { childField, itemField } from "../parse/field-path.ts";
import { app } from "../schema/app.ts";
import { error } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** What the schema itself says of a value: what must be there, ranges, lengths and patterns. */
export const limits: Rule = {
  name: "limits",
  severity: "error",
  what: "A value is missing, or breaks the range, length or pattern of its field",
  why: "App Platform sets these limits and refuses a spec that breaks one of them.",
  fix: "write a value that the field allows",
  failing: { name: "My_App", services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }] },
  passing: { name: "my-app", services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }] },
  *check(spec) {
    const outcome = app.safeParse(spec);
    if (outcome.success) return;
    // A text that misses both its length and its pattern is told once.
    const seen = new Set<string>();
    for (const issue of outcome.error.issues) {
      const field = fieldOf(issue.path);
      if (!seen.has(field)) yield findingOf(issue, field, valueAt(spec, issue.path));
      seen.add(field);
    }
  },
};

function findingOf(issue: z.core.$ZodIssue, field: string, value: unknown): Finding {
  if (value === "") return error(field, "is missing");
  const placeholder = typeof value === "string" ? /\$\{[^}]*\}/.exec(value)?.[0] : undefined;
  switch (issue.code) {
    case "too_small":
      return error(
        field,
        `cannot be ${shown(value)}`,
        `write ${amount(issue.minimum, issue.origin)} or more`,
      );
    case "too_big":
      return error(
        field,
        `cannot be ${shown(value)}`,
        `write ${amount(issue.maximum, issue.origin)} or less`,
      );
    case "invalid_format":
      return placeholder === undefined
        ? error(field, `cannot be ${shown(value)}`, `write ${issue.message}`)
        : error(
            field,
            `holds ${placeholder}, which is filled in for values of variables only`,
            "write the value itself",
          );
    default:
      return error(field, issue.message);
  }
}

function amount(limit: number | bigint, origin: string): string {
  if (origin === "string") return `${limit} characters`;
  return origin === "array" ? `${limit} items` : `${limit}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length} items`;
  if (typeof value !== "string") return String(value);
  return value.length > 60 ? `${value.length} characters long` : value;
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (field, part) => (typeof part === "number" ? itemField(field, part) : childField(field, String(part))),
    "",
  );
}

function valueAt(spec: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    spec,
  );
}
