import { fieldTable } from "./field-table.ts";
import type { FieldInfo } from "./field-table.ts";

const heading = `# Fields of the app spec

Made from the schema by \`npm run generate\`; do not edit. \`ashore explain FIELD\` shows the same for one field.

Ashore reads the app spec of DigitalOcean App Platform as it is. Each field is **supported**, **accepted** (it is read, has no
effect, and a notice says so), or **refused** (it stops a deployment).`;

/** The page that lists every field with its meaning and what Ashore does with it, as Markdown. */
export function specFieldsPage(): string {
  const rows = fieldTable();
  const outermost = rows.filter((row) => !row.path.includes("."));
  const plain = outermost.filter((row) => row.children.length === 0);
  const sections = outermost.filter((row) => row.children.length > 0);
  const parts = sections.map((section) => {
    const below = rows.filter((row) => row.path.startsWith(`${section.path}.`));
    return [`## \`${section.path}\``, `${about(section)} ${supportOf(section, true)}`.trim(), table(below)];
  });
  return `${[heading, "## The app itself", table(plain), ...parts.flat()].join("\n\n")}\n`;
}

function table(rows: readonly FieldInfo[]): string {
  const lines = rows.map((row) => `| \`${row.path}\` | ${row.type} | ${about(row)} | ${supportOf(row)} |`);
  return ["| Field | Type | Meaning | Ashore |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

function about({ description, default: fallback, enumValues, deprecated, isRequired }: FieldInfo): string {
  const parts = [
    isRequired ? "Required." : "",
    description,
    enumValues.length === 0 ? "" : `One of ${enumValues.join(", ")}.`,
    fallback === null ? "" : `Default: ${fallback}.`,
    deprecated === null ? "" : `Deprecated: ${deprecated}.`,
  ];
  return parts
    .filter((part) => part !== "")
    .join(" ")
    .replaceAll("|", "\\|");
}

function supportOf({ support }: FieldInfo, isSentence = false): string {
  if (support.state === "supported") return isSentence ? "" : "supported";
  const text = `${support.state}: ${support.reason}`;
  return isSentence ? `**${text.charAt(0).toUpperCase()}${text.slice(1)}.**` : text;
}
