import { realpath } from "node:fs/promises";
import { relative, resolve } from "node:path";
import type { Problem } from "../base/problem.ts";
import type { AppSpec } from "../spec/index.ts";
import { chooseRoot } from "./choose-root.ts";
import { MOST_FILES } from "./code/code-files.ts";
import { readCode } from "./code/read-code.ts";
import { cloneId, cloneSource } from "./clone.ts";
import { readComponentFacts } from "./component-facts.ts";
import { sourcedComponents, type SourcedComponent } from "./components.ts";
import { normaliseDirectory, type ComponentFacts, type Facts, type SourceFacts } from "./facts.ts";
import { SPEC_PATHS } from "./find-spec.ts";
import type { GitOptions } from "./git.ts";
import { matchSources, type SourceMatch } from "./match-sources.ts";
import * as problem from "./problems.ts";
import type { NamedSource } from "./repository.ts";
import { readSourceTree, type SourceTree } from "./source-tree.ts";

/** Id of the one source that is not a clone. */
const CHECKOUT = "checkout";

export interface ReadFactsOptions extends GitOptions {
  /** The checkout: the directory whose `.do/` (or app.yaml) is in use. */
  readonly directory: string;
  /** Where other repositories are cloned to and kept. */
  readonly cloneRoot: string;
  /** Told what takes time: one line for each repository that is fetched. */
  readonly onLine?: (line: string) => void;
  /** The spec file, when it is none of those that `findSpec` looks for. */
  readonly specFile?: string;
}

interface ReadSource {
  readonly facts: Omit<SourceFacts, "code">;
  readonly tree: SourceTree;
}

interface Reading {
  readonly options: ReadFactsOptions;
  readonly specPath: string | null;
  /** By source id; null: it could not be had, which was said. */
  readonly sources: Map<string, ReadSource | null>;
  readonly problems: Problem[];
}

/**
 * Reads everything that plan and check may know of an app's sources. Nothing is written into the checkout.
 * A component whose source could not be had is missing in the facts, and a problem says so.
 * @throws PlatformError `SOURCE_UNREADABLE`, or the signal's reason
 */
export async function readFacts(
  spec: AppSpec,
  options: ReadFactsOptions,
): Promise<{ facts: Facts; problems: Problem[] }> {
  const components = sourcedComponents(spec);
  const { root, below, problems } = await chooseRoot(components, options.directory);
  const checkout = await readSource(CHECKOUT, root, options);
  const match = matchSources(components, checkout.tree);
  problems.push(...match.problems, ...problem.missingSubmodules(checkout.tree));
  if (below !== "" && isOwnRepository(components, match)) problems.push(problem.rootBelow(below));
  const specPath = await findSpecPath(root, options);
  const reading: Reading = { options, specPath, sources: new Map([[CHECKOUT, checkout]]), problems };
  const found: Record<string, ComponentFacts> = {};
  for (const component of components) {
    const source = await sourceFor(component, match.clones.get(component.name) ?? null, reading);
    const facts = source && (await readComponent(component, source, reading));
    if (facts) found[component.name] = facts;
  }
  return { facts: { sources: await factsOf(reading.sources, found), components: found }, problems };
}

/** True if the checkout is what the spec names, and not only taken for it. */
function isOwnRepository(components: readonly SourcedComponent[], match: SourceMatch): boolean {
  const isHere = components.some(({ name, named }) => named !== null && match.clones.get(name) === null);
  return isHere && !match.problems.some(({ rule }) => rule === "source-is-this-checkout");
}

async function readSource(id: string, root: string, options: ReadFactsOptions): Promise<ReadSource> {
  const tree = await readSourceTree(root, options);
  const { commit, branch, dirty, files } = tree;
  const kind = id === CHECKOUT ? "checkout" : "clone";
  return { tree, facts: { id, kind, root, commit, branch, dirty, files: files.map((file) => file.path) } };
}

async function sourceFor(
  component: SourcedComponent,
  named: NamedSource | null,
  reading: Reading,
): Promise<ReadSource | null> {
  const id = named === null ? CHECKOUT : cloneId(named);
  const known = reading.sources.get(id);
  if (known !== undefined || named === null) return known ?? null;
  const source = await readClone(id, component, named, reading);
  reading.sources.set(id, source);
  return source;
}

async function readClone(
  id: string,
  component: SourcedComponent,
  named: NamedSource,
  reading: Reading,
): Promise<ReadSource | null> {
  const { options, problems } = reading;
  options.onLine?.(`Fetching ${named.url}${named.branch === null ? "" : `, branch ${named.branch}`}`);
  const outcome = await cloneSource(named, options.cloneRoot, options);
  if (outcome.failure) {
    problems.push(problem.cloneFailed(component, named, outcome.failure));
    return null;
  }
  if (outcome.stale !== null) problems.push(problem.cloneIsOld(component, named, outcome.stale));
  return readSource(id, outcome.directory, options);
}

async function readComponent(
  component: SourcedComponent,
  source: ReadSource,
  reading: Reading,
): Promise<ComponentFacts | null> {
  const directory = normaliseDirectory(component.sourceDir);
  if (directory === null) {
    reading.problems.push(problem.directoryOutside(component));
    return null;
  }
  const facts = await readComponentFacts(
    {
      component: component.name,
      source: source.facts.id,
      root: source.facts.root,
      directory,
      commands: component.commands,
      specPath: source.facts.id === CHECKOUT ? reading.specPath : null,
    },
    source.tree.files,
  );
  if (!facts.directoryExists) {
    reading.problems.push(problem.missingDirectory(component, directory, source.facts.files));
  }
  return facts;
}

async function findSpecPath(root: string, options: ReadFactsOptions): Promise<string | null> {
  const directory = resolve(options.directory);
  const candidates = options.specFile ? [options.specFile] : SPEC_PATHS;
  for (const candidate of candidates) {
    try {
      return relative(root, await realpath(resolve(directory, candidate)));
    } catch {
      continue;
    }
  }
  return null;
}

/** Each source with what the code of its components says. */
async function factsOf(
  sources: ReadonlyMap<string, ReadSource | null>,
  components: Readonly<Record<string, ComponentFacts>>,
): Promise<Record<string, SourceFacts>> {
  const all: Record<string, SourceFacts> = {};
  let budget = MOST_FILES;
  for (const [id, source] of sources) {
    if (!source) continue;
    const own = Object.values(components).filter((component) => component.source === id);
    const directories = own.map(({ directory }) => directory);
    const code = await readCode(source.facts.root, source.facts.files, directories, budget);
    budget -= code.read;
    all[id] = { ...source.facts, code };
  }
  return all;
}
