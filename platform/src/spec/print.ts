import { Document, isScalar, visit } from "yaml";
import type { AppSpec } from "./app-spec.ts";
import { resolvePlain } from "./parse/scalar.ts";

/** A spec as text that doctl reads back as the same spec: texts that look like numbers or booleans are quoted. */
export function printSpec(spec: AppSpec, format: "yaml" | "json"): string {
  if (format === "json") return `${JSON.stringify(spec, null, 2)}\n`;
  const document = new Document(spec, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (
        isScalar<string>(node) &&
        typeof node.value === "string" &&
        resolvePlain(node.value).kind !== "text"
      ) {
        node.type = "QUOTE_DOUBLE";
      }
    },
  });
  return document.toString({ lineWidth: 0 });
}
