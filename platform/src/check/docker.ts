import { normaliseDirectory, type ComponentFacts } from "../source/facts.ts";
import { componentsOf, type ComponentEntry } from "../spec/index.ts";
import type { CheckedApp } from "./rule.ts";

/** A component that is built by a Dockerfile, with its text. */
export type DockerEntry = Exclude<ComponentEntry, { kind: "function" }> & {
  readonly facts: ComponentFacts;
  readonly dockerfile: string;
};

/**
 * Every component whose Dockerfile is known: only the one right in the component's directory is read. Its lines are
 * joined where they continue, and are without comments.
 */
export function dockerEntries(app: CheckedApp): DockerEntry[] {
  return componentsOf(app.spec).flatMap((entry) => {
    const found = app.facts?.components[entry.component.name];
    if (entry.kind === "function" || !found?.directoryExists) return [];
    const text = found.texts["Dockerfile"] ?? "";
    const isOwn = dockerfileOf(app, entry) === pathIn(found.directory);
    return isOwn && text !== "" ? { ...entry, facts: found, dockerfile: joinLines(text) } : [];
  });
}

/**
 * Path of a component's Dockerfile in its source; undefined without one. It counts from the root of the source, but
 * where there is none of that name deployed apps have it in the component's directory.
 */
export function dockerfileOf({ facts }: CheckedApp, { kind, component }: ComponentEntry): string | undefined {
  const found = facts?.components[component.name];
  if (kind === "function" || component.dockerfile_path === undefined || !found) return undefined;
  const path = normaliseDirectory(component.dockerfile_path) ?? component.dockerfile_path;
  const files = facts?.sources[found.source]?.files ?? [];
  return path === "Dockerfile" && !files.includes(path) ? pathIn(found.directory) : path;
}

function pathIn(directory: string): string {
  return directory === "" ? "Dockerfile" : `${directory}/Dockerfile`;
}

/** Comments may stand between the lines of one instruction. */
function joinLines(text: string): string {
  return text.replace(/^[ \t]*#.*(?:\r?\n|$)/gm, "").replace(/\\[ \t]*\r?\n/g, " ");
}

/** What follows a name of instruction, in the order of the file. */
export function instructionsOf({ dockerfile }: DockerEntry, name: string): string[] {
  const pattern = new RegExp(`^[ \\t]*${name}[ \\t]+(.*)$`, "gim");
  return [...dockerfile.matchAll(pattern)].map((match) => (match[1] ?? "").trim());
}
