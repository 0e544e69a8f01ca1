import type { AppSpec } from "../spec/index.ts";
import { sourceOf, type NamedSource } from "./repository.ts";

/** A component that has a source to read, with the place of its fields in the spec. */
export interface SourcedComponent {
  readonly name: string;
  /** `services[0]` and the like. */
  readonly field: string;
  readonly sourceDir: string | undefined;
  readonly commands: readonly (string | undefined)[];
  /** The repository it names; null if it names none, which means this checkout. */
  readonly named: NamedSource | null;
}

/** Every component of the spec that is built from a source, in the spec's order by kind. */
export function sourcedComponents(spec: AppSpec): SourcedComponent[] {
  const runnables = [
    ...withField("services", spec.services),
    ...withField("workers", spec.workers),
    ...withField("jobs", spec.jobs),
  ].filter(({ component }) => component.image === undefined);
  const found = [
    ...runnables.map(({ component, field }) => describe(component, field, component.run_command)),
    ...withField("static_sites", spec.static_sites).map(({ component, field }) => describe(component, field)),
  ];
  return found;
}

type Described = Parameters<typeof sourceOf>[0] & {
  readonly name: string;
  readonly source_dir?: string | undefined;
  readonly build_command?: string | undefined;
};

function describe(component: Described, field: string, runCommand?: string): SourcedComponent {
  return {
    name: component.name,
    field,
    sourceDir: component.source_dir,
    commands: [component.build_command, runCommand],
    named: sourceOf(component),
  };
}

function withField<Component>(kind: string, components: readonly Component[] | undefined) {
  return (components ?? []).map((component, index) => ({ component, field: `${kind}[${index}]` }));
}
