import { readFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "../base/errors.ts";
import type { Problem } from "../base/problem.ts";
import { resolveDirectory, unreadableFile } from "./resolve-directory.ts";
import { findSpec } from "../source/index.ts";
import { parseSpec, type AppSpec } from "../spec/index.ts";
import { readAshoreYaml, type AshoreYaml } from "./ashore-yaml.ts";
import type { Context, GlobalOptions } from "./context.ts";
import { readValueSources } from "./env-file.ts";
import { gatherValues, neededNames } from "./needed-values.ts";
import { ProblemsFound, withoutSilenced } from "./problem-list.ts";

export interface SpecOptions extends GlobalOptions {
  /** DIR as it was typed; undefined: where we are. */
  readonly directory: string | undefined;
  /** `--spec FILE`, relative to where we are. */
  readonly spec?: string | undefined;
  /** `--env-file FILE` */
  readonly envFile?: string | undefined;
}

/** An app's directory read as far as it can be without a control plane. */
export interface SpecInput {
  /** Absolute, links resolved. */
  readonly directory: string;
  readonly specFile: string;
  readonly specText: string;
  readonly spec: AppSpec;
  readonly values: Readonly<Record<string, string>>;
  readonly ashoreYaml: AshoreYaml;
  /** Of the spec and of `.do/ashore.yaml`, without the silenced ones. */
  readonly problems: readonly Problem[];
}

/**
 * Reads spec, `.do/ashore.yaml` and the values that the spec asks for.
 * @throws PlatformError `DIRECTORY_NOT_FOUND`, `SPEC_NOT_FOUND`, `SPEC_UNREADABLE`, `ENV_FILE_UNREADABLE`,
 * `OTHER_APP`;
 * ProblemsFound if the text of the spec is broken
 */
export async function readSpecInput(context: Context, options: SpecOptions): Promise<SpecInput> {
  const directory = await resolveDirectory(context.cwd, options.directory);
  const specFile =
    options.spec === undefined ? await findSpec(directory) : path.resolve(context.cwd, options.spec);
  const specText = await readSpecText(specFile);
  const { spec, problems } = parseSpec(specText, { file: specFile });
  if (spec === null) throw new ProblemsFound(problems);
  refuseOtherApp(spec.name, options.app);
  const envFile = options.envFile === undefined ? undefined : path.resolve(context.cwd, options.envFile);
  const sources = await readValueSources(directory, envFile, context.env);
  const { problems: besides, ...ashoreYaml } = await readAshoreYaml(directory, sources);
  return {
    directory,
    specFile,
    specText,
    spec,
    values: gatherValues(neededNames(spec), sources),
    ashoreYaml,
    problems: withoutSilenced([...problems, ...besides], ashoreYaml.silence),
  };
}

function refuseOtherApp(name: string, wanted: string | undefined): void {
  if (wanted === undefined || wanted === name) return;
  throw new PlatformError("OTHER_APP", `The spec is of the app ${name}, but -a says ${wanted}`, {
    fault: "usage",
  });
}

/** Names of all that a spec runs, publishes or binds to. */
export function componentNames(spec: AppSpec): string[] {
  const { services = [], workers = [], jobs = [], static_sites: sites = [], databases = [] } = spec;
  return [...services, ...workers, ...jobs, ...sites, ...databases].map(({ name }) => name);
}

/** @throws PlatformError `SPEC_UNREADABLE` */
export async function readSpecText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw unreadableFile("SPEC_UNREADABLE", file, error);
  }
}
