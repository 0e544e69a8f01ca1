import { readFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "../base/errors.ts";
import { hasErrors, type Problem } from "../base/problem.ts";
import { findSpec } from "../source/find-spec.ts";
import type { SpecAnswer, SpecRequest } from "../wire/index.ts";
import type { AshoreYaml } from "./ashore-yaml.ts";
import { besideSpec } from "./beside-spec.ts";
import type { Context, GlobalOptions } from "./context.ts";
import { gatherValues, readValueSources, type Values } from "./env-file.ts";
import { ProblemsFound, withoutSilenced } from "./problem-list.ts";
import { readAshoreYaml } from "./read-ashore-yaml.ts";
import { resolveDirectory, unreadableFile } from "./resolve-directory.ts";

export interface SpecOptions extends GlobalOptions {
  /** DIR as it was typed; undefined: where we are. */
  readonly directory: string | undefined;
  /** `--spec FILE`, relative to where we are. */
  readonly spec?: string | undefined;
  /** `--env-file FILE` */
  readonly envFile?: string | undefined;
}

/** The files that say what an app is, read and not yet understood. */
export interface AppFiles {
  /** Absolute, links resolved. */
  readonly directory: string;
  readonly specFile: string;
  readonly specText: string;
  readonly sources: readonly Values[];
  readonly ashoreYaml: AshoreYaml;
  /** Of `ashore.yaml`. */
  readonly problems: readonly Problem[];
}

/** An app's files with what the control plane reads in its spec. */
export interface SpecInput extends AppFiles {
  /** The app's name. */
  readonly app: string;
  /** Names of all that the spec runs, publishes or binds to. */
  readonly components: readonly string[];
  /** Those that the spec leaves to its user, and no others. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Reads spec, `ashore.env` and `ashore.yaml`.
 * @throws PlatformError `DIRECTORY_NOT_FOUND`, `SPEC_NOT_FOUND`, `SPEC_UNREADABLE`, `ENV_FILE_UNREADABLE`
 */
export async function readAppFiles(context: Context, options: SpecOptions): Promise<AppFiles> {
  const directory = await resolveDirectory(context.cwd, options.directory);
  const specFile =
    options.spec === undefined ? await findSpec(directory) : path.resolve(context.cwd, options.spec);
  const specText = await readSpecText(specFile);
  const beside = besideSpec(specFile, directory);
  const envFile = options.envFile === undefined ? undefined : path.resolve(context.cwd, options.envFile);
  const sources = await readValueSources(beside, envFile, context.env);
  const { problems, ...ashoreYaml } = await readAshoreYaml(beside, sources);
  return { directory, specFile, specText, sources, ashoreYaml, problems };
}

/**
 * Has the spec read by the control plane, which is loaded with all that it takes, and gathers the values it asks for.
 * @param app the name of `-a`
 * @throws what `ask` throws, ClientError with problems if the text of the spec is broken; PlatformError `OTHER_APP`;
 * ProblemsFound if `ashore.yaml` has errors
 */
export async function readSpecInput(
  files: AppFiles,
  app: string | undefined,
  ask: (request: SpecRequest) => Promise<SpecAnswer>,
): Promise<SpecInput> {
  const { specFile, specText, ashoreYaml, sources } = files;
  const answer = await ask({ specFile, specText });
  refuseOtherApp(answer.app, app);
  // Errors of the spec are left to the control plane: it finds those of sources and plan with them.
  if (hasErrors(files.problems))
    throw new ProblemsFound(withoutSilenced([...answer.problems, ...files.problems], ashoreYaml.silence));
  const { components, needed } = answer;
  return { ...files, app: answer.app, components, values: gatherValues(needed, sources) };
}

function refuseOtherApp(name: string, wanted: string | undefined): void {
  if (wanted === undefined || wanted === name) return;
  throw new PlatformError("OTHER_APP", `The spec is of the app ${name}, but -a says ${wanted}`, {
    fault: "usage",
  });
}

/** @throws PlatformError `SPEC_UNREADABLE` */
export async function readSpecText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw unreadableFile("SPEC_UNREADABLE", file, error);
  }
}
