import type { FieldShape } from "../schema/shape.ts";
import { shapeOf } from "../schema/shape.ts";
import { withoutIndexes } from "./field-path.ts";
import type { MismatchDetail } from "./mismatch.ts";
import type { Tree } from "./tree.ts";

/** Says what a value is, what it should be, and how to write it. */
export function wrongType(shape: FieldShape, tree: Tree, field: string): MismatchDetail {
  return {
    layer: "parse",
    severity: "error",
    rule: "wrong-type",
    message: `is ${describeTree(tree)}, not ${wanted(shape)}`,
    hint: hintFor(shape, tree, field),
  };
}

function describeTree(tree: Tree): string {
  if (tree.kind !== "scalar") return `a ${tree.kind}`;
  if (typeof tree.value === "string") return "a string";
  return `a ${typeof tree.value}`;
}

function wanted(shape: FieldShape): string {
  switch (shape.kind) {
    case "section":
      return "a section with fields of its own";
    case "list":
      return "a list";
    case "integer":
      return "a whole number";
    case "decimal":
      return "a number";
    case "flag":
      return "true or false";
    default:
      return "text";
  }
}

function hintFor(shape: FieldShape, tree: Tree, field: string): string {
  if (shape.kind === "choice") return `write one of ${shape.values.join(", ")}`;
  if (shape.kind === "section") return sectionHint(Object.keys(shape.fields), tree, field);
  if (shape.kind === "list") return listHint(shape, tree, field);
  if (tree.kind !== "scalar") return textHint(tree);
  if (shape.kind === "flag")
    return /^(true|false)$/i.test(tree.source) ? "remove the quotes" : "write true or false";
  const isQuoted = typeof tree.value === "string" && /^\d+$/.test(tree.source);
  return isQuoted ? "remove the quotes" : "write a number such as 1";
}

/** Short forms that people expect, written out in full. */
function sectionHint(fields: readonly string[], tree: Tree, field: string): string {
  const name = withoutIndexes(field).split(".").at(-1) ?? "";
  if (tree.kind !== "scalar") return `write its fields below it: ${fields.join(", ")}`;
  const long = longForms[name]?.(tree.source);
  return long === undefined
    ? `write its fields below it: ${fields.join(", ")}`
    : `write ${name}: { ${long} }`;
}

const hosted = (source: string) => `repo: ${source}, branch: main`;

const longForms: Readonly<Partial<Record<string, (source: string) => string>>> = {
  github: hosted,
  gitlab: hosted,
  bitbucket: hosted,
  git: (source) => `repo_clone_url: ${source}, branch: main`,
  image: imageForm,
  health_check: (source) => `http_path: ${source}`,
  liveness_health_check: (source) => `http_path: ${source}`,
  schedule: (source) => `cron: "${source}"`,
  path: (source) => `prefix: ${source}`,
  authority: (source) => `exact: ${source}`,
  component: (source) => `name: ${source}`,
  vpc: (source) => `id: ${source}`,
};

function imageForm(source: string): string {
  const [, host = "", path = "", tag = "latest"] =
    /^(?:([^/]*[.:][^/]*)\/)?([^:@]*)(?::([^@]*))?/.exec(source) ?? [];
  const parts = path.split("/");
  const repository = parts.pop() ?? "";
  const kind = host === "ghcr.io" ? "GHCR" : host === "registry.digitalocean.com" ? "DOCR" : "DOCKER_HUB";
  const registry = kind === "DOCKER_HUB" ? (parts[0] ?? "library") : parts.join("/");
  const isRegistryWritten = kind !== "DOCR" && registry !== "";
  return [
    `registry_type: ${kind}`,
    ...(isRegistryWritten ? [`registry: ${registry}`] : []),
    `repository: ${repository}`,
    `tag: ${tag}`,
  ].join(", ");
}

function listHint(shape: FieldShape & { kind: "list" }, tree: Tree, field: string): string {
  const isOfSections = shapeOf(shape.item).kind === "section";
  if (isOfSections && /(^|\.)envs$/.test(field))
    return "write each variable as `- key: NAME` with `value:` below it";
  if (isOfSections) return "put `- ` before the first field of each item";
  return tree.kind === "scalar" ? `write [${tree.source}]` : "write `- ` before each value";
}

function textHint(tree: Tree): string {
  const first = tree.kind === "map" ? tree.entries[0] : undefined;
  if (tree.kind !== "map" || tree.entries.length !== 1 || first?.value.kind !== "scalar")
    return "write plain text";
  return `write ${first.key}=${first.value.source}, without a colon`;
}
