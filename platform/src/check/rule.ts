import type { RuleText, Severity } from "../base/problem.ts";
import type { ComponentFacts, Facts, Mention } from "../source/facts.ts";
import { componentsOf, type AppSpec, type ComponentEntry } from "../spec/index.ts";

/** One thing that can be wrong with an app. Pure. */
export interface Rule extends RuleText {
  /** Examples for the documentation, which are its tests as well. */
  readonly failing: Example;
  readonly passing: Example;
  readonly check: (app: CheckedApp) => Iterable<Finding>;
}

export interface Finding {
  /** Path into the spec. */
  readonly field: string;
  /** What is wrong, to be read after the field's name. */
  readonly message: string;
  /** If it is less grave than the rule's. */
  readonly severity?: Severity;
  /** What to do about this one, instead of the rule's `fix`. */
  readonly hint?: string;
  /** Where it stands, if that is in the source and not in the spec. */
  readonly at?: SourcePlace;
}

/** A place in a source; a `Mention` of its code and the source's id make one. */
export interface SourcePlace extends Pick<Mention, "file" | "line" | "column"> {
  readonly source: string;
}

/** A completed spec, and what its sources hold if there are any. */
export interface CheckedApp {
  /** With everything filled in that the platform fills in. */
  readonly spec: AppSpec;
  /** As its author wrote it. */
  readonly written: AppSpec;
  readonly facts: Facts | null;
}

export interface Example {
  readonly spec: AppSpec;
  /** Files of the one directory that all components of the example have. */
  readonly files: Readonly<Record<string, string>>;
  /** Number of files of code that were not read, beside these. */
  readonly unread?: number;
}

/** A component that is built from a source, with what its directory holds. */
export type SourcedEntry = Exclude<ComponentEntry, { kind: "function" }> & { readonly facts: ComponentFacts };

/** Every component that runs or is published from a source whose directory is known. */
export function sourcedEntries({ spec, facts }: CheckedApp): SourcedEntry[] {
  return componentsOf(spec).flatMap((entry) => {
    const found = facts?.components[entry.component.name];
    if (entry.kind === "function" || !found?.directoryExists) return [];
    if (entry.component.dockerfile_path !== undefined) return [];
    return { ...entry, facts: found };
  });
}

/** The command that starts a component: its own, or the process of the Procfile; undefined: the build decides. */
export function commandOf(entry: SourcedEntry): string | undefined {
  if (entry.kind === "static_site") return undefined;
  const processes = procfileOf(entry.facts);
  const type = entry.kind === "worker" ? "worker" : "web";
  return entry.component.run_command ?? processes[type] ?? processes["web"];
}

function procfileOf({ texts }: ComponentFacts): Readonly<Record<string, string | undefined>> {
  const lines = (texts["Procfile"] ?? "").split("\n");
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, type = "", command = ""] = /^\s*([\w-]+):\s*(\S.*?)\s*$/.exec(line) ?? [];
      return type === "" ? [] : [[type, command]];
    }),
  );
}
