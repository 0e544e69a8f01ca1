import type { Severity } from "../base/problem.ts";
import type { ComponentFacts, Facts } from "../source/facts.ts";
import { componentsOf, type AppSpec, type ComponentEntry } from "../spec/index.ts";

/** One thing that can be wrong with an app. Pure. */
export interface Rule {
  /** Stable kebab-case name, by which it is silenced. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in general. */
  readonly what: string;
  readonly why: string;
  /** What to do about it; the hint of each of its problems. */
  readonly fix: string;
  /** Examples for the documentation, which are its tests as well. */
  readonly failing: Example;
  readonly passing: Example;
  readonly check: (app: CheckedApp) => Iterable<Finding>;
}

export interface Finding {
  readonly field: string;
  readonly message: string;
}

/** A completed spec, and what its sources hold if there are any. */
export interface CheckedApp {
  readonly spec: AppSpec;
  readonly facts: Facts | null;
}

export interface Example {
  readonly spec: AppSpec;
  /** Files of the one directory that all components of the example have. */
  readonly files: Readonly<Record<string, string>>;
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
