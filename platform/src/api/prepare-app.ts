import { randomUUID } from "node:crypto";
import { hasErrors, type Problem } from "../base/problem.ts";
import { checkApp } from "../check/index.ts";
import type { HostFacts } from "../plan/host.ts";
import { makePlan } from "../plan/make-plan.ts";
import { missingValueProblems, missingValues, withValues } from "../plan/missing-values.ts";
import type { Plan } from "../plan/plan.ts";
import { readFacts } from "../source/index.ts";
import { completeSpec, parseSpec, type AppSpec, type ParsedSpec } from "../spec/index.ts";
import type { AppRecord, SourceRecord } from "../store/records.ts";
import type { SpecRequest, UpRequest } from "../wire/index.ts";
import { InvalidSpec } from "./errors.ts";
import type { ApiParts } from "./parts.ts";
import { isOurs, rememberedValues, sealed, sealValues } from "./seal-values.ts";

const DEFAULT_PORT = 8080;
/** Deployments among which the app's port is looked for. */
const RECENT = 50;

/** Everything a deployment needs, or could be shown before one. */
export interface PreparedApp {
  readonly record: AppRecord;
  readonly plan: Plan;
  /** Completed, with secrets as ciphertext. */
  readonly spec: AppSpec;
  readonly sources: readonly SourceRecord[];
  /** Warnings and notices. */
  readonly problems: readonly Problem[];
}

/**
 * From the text of a spec to a plan. Everything that is wrong is found before anything is said.
 * @throws InvalidSpec with all problems if one of them is an error
 */
export async function prepareApp(
  parts: ApiParts,
  request: UpRequest,
  signal: AbortSignal,
): Promise<PreparedApp> {
  const parsed = readSpec(request);
  const written = parsed.spec;
  const options = { isOurs: (text: string) => isOurs(parts.box, text) };
  const values = rememberedValues(parts, written.name, request.values, missingValues(written, {}, options));
  const missing = missingValueProblems(missingValues(written, values, options));
  const filled = withValues(written, values, options);
  const spec = completeSpec(sealValues(parts, written.name, written, filled));
  const { facts, problems: sourceProblems } = await readFacts(spec, {
    directory: request.directory,
    specFile: request.specFile,
    cloneRoot: parts.cloneRoot,
    env: parts.gitEnv,
    signal,
  });
  const record = recordFor(parts, request, written.name);
  const outcome = makePlan(spec, facts, hostFacts(parts, request, record));
  const found = [
    ...missing,
    ...sourceProblems,
    ...outcome.problems,
    ...checkApp(written, facts, parsed.locate),
  ];
  const problems = [...parsed.problems, ...found.map((problem) => placed(problem, parsed, request.specFile))];
  if (outcome.plan === null || hasErrors(problems)) throw new InvalidSpec(problems);
  const sources = Object.values(facts.sources).map(({ id, root, files }) => ({ id, root, files }));
  return { record, plan: outcome.plan, spec, sources, problems };
}

/** @throws InvalidSpec if the text cannot be read or does not name its app */
export function readSpec({ specFile, specText }: SpecRequest): ParsedSpec & { readonly spec: AppSpec } {
  const { spec, ...rest } = parseSpec(specText, { file: specFile });
  if (spec === null || spec.name === "") throw new InvalidSpec(rest.problems);
  return { spec, ...rest };
}

function placed(problem: Problem, parsed: ParsedSpec, file: string): Problem {
  const position = problem.position ?? (problem.field === "" ? undefined : parsed.locate(problem.field));
  return { ...problem, file: problem.file ?? file, ...(position && { position }) };
}

function recordFor(parts: ApiParts, request: UpRequest, name: string): AppRecord {
  const known = parts.store.app(name);
  if (known) return { ...known, directory: request.directory };
  const base = { id: randomUUID(), name, directory: request.directory, createdAt: parts.clock.now() };
  return { ...base, wanted: "down", liveDeployment: null, uid: nextUid(parts) };
}

function nextUid({ store, firstUid }: ApiParts): number | null {
  if (firstUid === null) return null;
  const used = store.apps().map((app) => app.uid ?? 0);
  return Math.max(firstUid, ...used.map((uid) => uid + 1));
}

/** As asked, else the one it was last live on; one that another program had is not asked for again. */
function portOf({ store }: ApiParts, request: UpRequest, name: string): number {
  if (request.port !== null) return request.port;
  const recent = store.deployments(name, RECENT);
  const before =
    recent.find(({ phase }) => phase === "ACTIVE") ??
    recent.find(({ failure }) => failure?.code !== "ROUTER_PORT_IN_USE");
  return before?.plan.publicAddress.port ?? DEFAULT_PORT;
}

function hostFacts(parts: ApiParts, request: UpRequest, record: AppRecord): HostFacts {
  const { name } = record;
  const known = parts.store.app(name);
  const isElsewhere = known?.wanted === "up" && known.directory !== request.directory;
  const attached = Object.entries(request.attach).map(([database, url]) => [
    database,
    sealed(parts, name, `attach/${database}`, url),
  ]);
  return {
    publicAddress: { scheme: "http", host: `${name}.localhost`, port: portOf(parts, request, name) },
    extraHosts: [`${name}.ashore.internal`],
    attached: Object.fromEntries(attached) as Record<string, string>,
    appId: record.id,
    ...(isElsewhere && { runsFrom: known.directory }),
  };
}
