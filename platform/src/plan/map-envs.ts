import type { AppSpec, EnvVariable } from "../spec/index.ts";

interface Owner {
  readonly name: string;
  readonly envs?: readonly EnvVariable[];
}

/** The spec with every variable replaced by what `change` makes of it; `component` is null for the app's own. */
export function mapEnvs(
  spec: AppSpec,
  change: (variable: EnvVariable, component: string | null) => EnvVariable,
): AppSpec {
  const all = <Kind extends Owner>(owners: readonly Kind[]): readonly Kind[] =>
    owners.map((owner) => ({
      ...owner,
      ...(owner.envs && { envs: owner.envs.map((variable) => change(variable, owner.name)) }),
    }));
  const { envs, services, static_sites, workers, jobs } = spec;
  return {
    ...spec,
    ...(envs && { envs: envs.map((variable) => change(variable, null)) }),
    ...(services && { services: all(services) }),
    ...(static_sites && { static_sites: all(static_sites) }),
    ...(workers && { workers: all(workers) }),
    ...(jobs && { jobs: all(jobs) }),
  };
}
