import type * as z from "zod";
import { shapeOf } from "../schema/shape.ts";
import type { SectionShape } from "../schema/shape.ts";
import { suggest } from "../suggest.ts";
import { parentField, withoutIndexes } from "./field-path.ts";
import type { Entry, MapTree } from "./tree.ts";

export interface UnknownField {
  /** Schema of the whole spec. */
  readonly root: z.core.$ZodType;
  /** The section it stands in, that section's tree and field. */
  readonly section: SectionShape;
  readonly tree: MapTree;
  readonly field: string;
  readonly entry: Entry;
}

export interface Guess {
  readonly hint: string;
  /** The field of the same section that was probably meant. */
  readonly meant?: string;
}

/** What the author of an unknown field probably meant. */
export function guessUnknown(unknown: UnknownField): Guess {
  return (
    guessByName(unknown) ??
    guessBelow(unknown) ??
    guessAround(unknown) ??
    guessAnchors(unknown) ??
    guessBySpelling(unknown) ??
    guessVariable(unknown) ??
    guessElsewhere(unknown) ?? { hint: "" }
  );
}

/** Names that people bring from elsewhere, by section where it matters. */
const meant: Readonly<Partial<Record<string, string>>> = {
  env: "the field is called envs",
  environment: "write its variables under envs",
  environment_variables: "write its variables under envs",
  variables: "write its variables under envs",
  secrets: "write them under envs with type: SECRET",
  size: "the field is called instance_size_slug",
  instance_size: "the field is called instance_size_slug",
  instances: "the field is called instance_count",
  replicas: "the field is called instance_count",
  count: "the field is called instance_count",
  command: "the field is called run_command",
  cmd: "the field is called run_command",
  start_command: "the field is called run_command",
  dockerfile: "the field is called dockerfile_path",
  directory: "the field is called source_dir",
  port: "the field is called http_port",
  ports: "use http_port, and internal_ports for the others",
  min_instances: "the field is called min_instance_count",
  max_instances: "the field is called max_instance_count",
  buildpacks: "the files of the source decide the buildpack",
  volumes: "App Platform has no volumes; keep data in a database",
  http_routes: "use ingress.rules",
  "health_check.protocol": "with http_path it is an HTTP check, without one a TCP check",
  "liveness_health_check.protocol": "with http_path it is an HTTP check, without one a TCP check",
  "git.repo":
    "for owner/repository write github instead of git; for a whole URL the field is called repo_clone_url",
  "git.deploy_on_push": "only github, gitlab and bitbucket sources have it",
  "domains.name": "the field is called domain",
  "databases.engine_version": "the field is called version",
  "envs.name": "the field is called key",
  "envs.secret": "write type: SECRET",
  "authority.regex": "only exact is possible",
  "path.regex": "only prefix and exact are possible",
  "allow_origins.origin": "write exact, or regex",
  "image.name": "the field is called repository",
};

function guessByName({ field, entry, section }: UnknownField): Guess | undefined {
  const around = withoutIndexes(field).split(".").at(-1) ?? "";
  const hint = meant[`${around}.${entry.key}`] ?? meant[entry.key];
  if (hint === undefined) return undefined;
  const name = /called (\w+)$/.exec(hint)?.[1];
  if (name === undefined) return { hint };
  return Object.hasOwn(section.fields, name) ? { hint, meant: name } : undefined;
}

/** `branch` beside `github` belongs below it. */
function guessBelow({ section, tree, entry }: UnknownField): Guess | undefined {
  const owners = Object.entries(section.fields)
    .filter(([, schema]) => hasField(schema, entry.key))
    .map(([name]) => name);
  const present = owners.filter((name) => tree.entries.some(({ key }) => key === name));
  const [owner] = present.length > 0 ? present : owners;
  return owner === undefined ? undefined : { hint: `it belongs under ${owner}`, meant: owner };
}

/** `domains` in a service belongs to the app. */
function guessAround({ root, field, entry }: UnknownField): Guess | undefined {
  for (let around = parentField(field); around !== undefined; around = parentField(around)) {
    const section = sectionAt(root, around);
    if (!section || !Object.hasOwn(section.fields, entry.key)) continue;
    return { hint: around === "" ? "it belongs to the top level of the spec" : `it belongs under ${around}` };
  }
  return undefined;
}

function guessBySpelling({ section, entry }: UnknownField): Guess | undefined {
  const [closest] = suggest(entry.key, Object.keys(section.fields));
  return closest === undefined ? undefined : { hint: `did you mean ${closest}?`, meant: closest };
}

/** `- NODE_ENV: production` below envs. */
function guessVariable({ field, entry }: UnknownField): Guess | undefined {
  if (!/(^|\.)envs\[\d+\]$/.test(field)) return undefined;
  return { hint: `write key: ${entry.key} and its value below it as value:`, meant: "key" };
}

/** `x-common: &common` at the top level. */
function guessAnchors({ field, entry }: UnknownField): Guess | undefined {
  const isHelper = field === "" && /^(x-|[_.])/.test(entry.key);
  return isHelper ? { hint: "doctl refuses it as well; set the anchor where it is first used" } : undefined;
}

function guessElsewhere({ root, entry }: UnknownField): Guess | undefined {
  const top = shapeOf(root);
  if (top.kind !== "section") return undefined;
  const owners = Object.keys(top.fields).filter((name) =>
    Object.hasOwn(sectionAt(root, `${name}[0]`)?.fields ?? {}, entry.key),
  );
  return owners.length === 0 ? undefined : { hint: `only ${owners.join(", ")} have it` };
}

function hasField(schema: z.core.$ZodType, key: string): boolean {
  const shape = shapeOf(schema);
  return shape.kind === "section" && Object.hasOwn(shape.fields, key);
}

/** The section that a field such as `services[0].github` is, if it is one. */
function sectionAt(root: z.core.$ZodType, field: string): SectionShape | undefined {
  let shape = shapeOf(root);
  for (const part of field.match(/[^.[\]]+/g) ?? []) {
    if (shape.kind === "list") shape = shapeOf(shape.item);
    else {
      const below = shape.kind === "section" ? shape.fields[part] : undefined;
      if (below === undefined) return undefined;
      shape = shapeOf(below);
    }
  }
  return shape.kind === "section" ? shape : undefined;
}
