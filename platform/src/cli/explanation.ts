import type { Explanation } from "../spec/index.ts";
import type { Output } from "./output.ts";
import { padTo, wrapText } from "./text-width.ts";

type Field = Extract<Explanation, { found: true }>["field"];

/** A field of the spec as a short page. */
export function explanationLines(
  field: Field,
  { paint, columns }: Pick<Output, "paint" | "columns">,
): string[] {
  const facts: [string, string][] = [
    ["type", field.type + (field.isRequired ? ", required" : "")],
    ["default", field.default ?? ""],
    ["one of", field.enumValues.join(", ")],
    ["support", describeSupport(field.support)],
    ["deprecated", field.deprecated ?? ""],
    ["fields", field.children.join(", ")],
  ];
  const shown = facts.filter(([, text]) => text !== "");
  return [
    paint("bold", field.path === "" ? "the spec" : field.path),
    ...wrapText(field.description, columns()),
    "",
    ...shown.flatMap(([name, text]) => factLines(paint("dim", name), text, columns())),
  ];
}

const NAME_WIDTH = 12;

function factLines(name: string, text: string, columns: number): string[] {
  const [first = "", ...rest] = wrapText(text, columns - NAME_WIDTH);
  const indent = " ".repeat(NAME_WIDTH);
  return [padTo(name, NAME_WIDTH) + first, ...rest.map((line) => indent + line)];
}

function describeSupport(support: Field["support"]): string {
  if (support.state === "supported") return "supported";
  return `${support.state}: ${support.reason}`;
}
