import { hasErrors, type Problem } from "../base/problem.ts";
import type { Facts } from "../source/facts.ts";
import { completeSpec, componentsOf, type AppSpec, type ComponentEntry } from "../spec/index.ts";
import { bindingsBeforeRun, commitOf, type ComponentIdentity } from "./bindings.ts";
import type { HostFacts } from "./host.ts";
import type { BuildPlan, Plan } from "./plan.ts";
import { resolveBuildable, type BuiltEntry } from "./resolve/buildable.ts";
import { shareBuilds } from "./resolve/builds.ts";
import {
  resolveJob,
  resolveService,
  resolveSite,
  resolveWorker,
  warnOfBlindCheck,
} from "./resolve/compute.ts";
import { resolveDatabases } from "./resolve/databases.ts";
import { resolveHosts } from "./resolve/hosts.ts";
import { finding } from "./resolve/finding.ts";
import type { Planning } from "./resolve/planning.ts";
import { resolveRoutes } from "./resolve/routes.ts";

export interface PlanOutcome {
  /** Null if a problem is an error, or if `source` could not read what a component is built from. */
  readonly plan: Plan | null;
  readonly problems: readonly Problem[];
}

/**
 * Resolves everything before anything is done. Pure: the same spec, facts and host give the same plan. The spec's
 * own rules and missing values are not looked at again here.
 */
export function makePlan(written: AppSpec, facts: Facts, host: HostFacts): PlanOutcome {
  const spec = completeSpec(written);
  const entries = componentsOf(spec).filter((entry) => entry.kind !== "function");
  const routes = resolveRoutes(spec, host.publicAddress);
  const databases = resolveDatabases(spec, host.attached);
  const identities = entries.map((entry) => identify(entry, facts));
  const planning: Planning = {
    spec,
    facts,
    bindings: bindingsBeforeRun(host, identities, databases.value, routes),
  };
  const built = entries.map((entry) => resolveBuildable(entry, planning));
  const builds = shareBuilds(built.flatMap(({ value }) => value ?? []));
  const problems = [
    ...(host.runsFrom === undefined ? [] : [tellOfOther(spec, host.runsFrom)]),
    ...databases.problems,
    ...built.flatMap((one) => one.problems),
    ...entries.flatMap((entry) => (entry.kind === "worker" ? warnOfBlindCheck(entry) : [])),
  ];
  const isWhole = built.every(({ value }) => value !== null);
  if (!isWhole || hasErrors(problems)) return { plan: null, problems };
  const plan: Plan = {
    app: spec.name,
    appId: host.appId,
    publicAddress: host.publicAddress,
    hosts: resolveHosts(spec, host, routes),
    builds,
    ...resolveAll(entries, builds, planning),
    databases: databases.value,
    routes,
  };
  return { plan, problems };
}

function tellOfOther({ name }: AppSpec, directory: string): Problem {
  return finding("warning", "app-elsewhere", "name", {
    message: `${name} is up from ${directory}, and this directory takes its place`,
    hint: "give one of them another name to run both",
  });
}

function identify({ kind, component }: ComponentEntry, facts: Facts): ComponentIdentity {
  const found = facts.components[component.name];
  const commit = found ? (facts.sources[found.source]?.commit ?? null) : null;
  return {
    name: component.name,
    kind: kind === "static_site" ? "site" : kind === "function" ? "service" : kind,
    commit: found ? commitOf({ commit, treeHash: found.treeHash }) : "",
  };
}

function resolveAll(
  entries: readonly BuiltEntry[],
  builds: readonly BuildPlan[],
  planning: Planning,
): Pick<Plan, "components" | "sites" | "jobs"> {
  const components: Plan["components"][number][] = [];
  const sites: Plan["sites"][number][] = [];
  const jobs: Plan["jobs"][number][] = [];
  for (const entry of entries) {
    const build = builds.find((one) => one.components.includes(entry.component.name));
    if (!build) continue;
    if (entry.kind === "service") components.push(resolveService(entry, build, planning));
    else if (entry.kind === "worker") components.push(resolveWorker(entry, build, planning));
    else if (entry.kind === "job") jobs.push(resolveJob(entry, build, planning));
    else sites.push(resolveSite(entry, build));
  }
  return { components, sites, jobs };
}
