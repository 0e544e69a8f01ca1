import { referencesIn } from "../spec/index.ts";
import type { Change } from "./changes.ts";
import { buildDifferences, isSame, runDifferences, sentence } from "./diff/differences.ts";
import type { BuildPlan, ComponentPlan, JobPlan, Plan } from "./plan.ts";

type ActionOf<Kind extends Change["kind"]> = Extract<Change, { kind: Kind }>["action"];
type Verdict<Action> = readonly [Action, string];

const NEW = "It is new.";
const SAME = "Nothing about it changed.";
const GONE = "The spec no longer has it.";

const EMPTY: Pick<Plan, "builds" | "components" | "sites" | "jobs" | "databases"> = {
  builds: [],
  components: [],
  sites: [],
  jobs: [],
  databases: [],
};

/**
 * What applying `after` does to an app that runs `before`, in the order in which it is done. Variables are compared
 * as each component sees them, so a changed variable restarts only those that do.
 * @param built names of builds in `after` whose artifact is there already, e.g. from an older deployment
 */
export function diffPlans(
  before: Plan | null,
  after: Plan,
  built: ReadonlySet<string> = new Set(),
): Change[] {
  const old = before ?? EMPTY;
  const builds = after.builds.map((build): Change =>
    change("build", build.name, judgeBuild(old.builds, build, built)),
  );
  const rebuilt = new Set(
    after.builds.filter((build) => !findSameBuild(old.builds, build)).flatMap((build) => build.components),
  );
  const databases = pair(old.databases, after.databases, (was, now) =>
    isSame(was, now) ? (["leave", SAME] as const) : (["change", "Its settings changed."] as const),
  ).map(([name, verdict]): Change => change("database", name, verdict ?? ["start", NEW]));
  const moved = new Set(databases.filter(({ action }) => action === "change").map(({ name }) => name));
  const components = pair(old.components, after.components, (was, now) =>
    judgeComponent(was, now, { rebuilt, moved }),
  );
  const sites = pair(old.sites, after.sites, (was, now) =>
    judgeSite(!isSame({ ...was, build: "" }, { ...now, build: "" }), rebuilt.has(now.name)),
  );
  const rest: Change[] = [
    ...components.map(([name, verdict]) => change("component", name, verdict ?? ["start", NEW])),
    ...sites.map(([name, verdict]) => change("site", name, verdict ?? ["publish", NEW])),
    change("routes", after.app, judgeRoutes(before, after)),
    ...removed(before, after),
  ];
  const isDeployed = [...builds, ...databases, ...rest].some(
    ({ action }) => action !== "leave" && action !== "reuse",
  );
  const jobs = after.jobs.map((job) =>
    change("job", job.name, judgeJob(old.jobs, job, isDeployed || rebuilt.has(job.name))),
  );
  return [...builds, ...databases, ...jobs, ...rest];
}

function change<Kind extends Change["kind"]>(
  kind: Kind,
  name: string,
  verdict: Verdict<ActionOf<Kind>>,
): Change {
  const [action, reason] = verdict;
  return { kind, name, action, reason } as Change;
}

/** Each named part of the new plan with a verdict on its old self; undefined for one without. */
function pair<Part extends { readonly name: string }, Action extends string>(
  before: readonly Part[],
  after: readonly Part[],
  judge: (was: Part, now: Part) => Verdict<Action>,
): (readonly [string, Verdict<Action> | undefined])[] {
  return after.map((now) => {
    const was = before.find(({ name }) => name === now.name);
    return [now.name, was && judge(was, now)] as const;
  });
}

function judgeBuild(
  before: readonly BuildPlan[],
  build: BuildPlan,
  built: ReadonlySet<string>,
): Verdict<"build" | "reuse"> {
  if (findSameBuild(before, build)) return ["reuse", "Nothing it is built from changed."];
  if (built.has(build.name)) return ["reuse", "It was built before."];
  const was = before.find((old) => old.components.some((name) => build.components.includes(name)));
  return ["build", was ? sentence(buildDifferences(was.inputs, build.inputs)) : "It was never built."];
}

function findSameBuild(before: readonly BuildPlan[], build: BuildPlan): BuildPlan | undefined {
  return before.find((old) => buildDifferences(old.inputs, build.inputs).length === 0);
}

function judgeComponent(
  was: ComponentPlan,
  now: ComponentPlan,
  context: { readonly rebuilt: ReadonlySet<string>; readonly moved: ReadonlySet<string> },
): Verdict<"restart" | "leave"> {
  const scopes = now.env.flatMap(({ template }) =>
    referencesIn(template).flatMap(({ scope }) => scope ?? []),
  );
  const seen = [...new Set(scopes)].filter((scope) => context.moved.has(scope));
  const reasons = [
    ...(context.rebuilt.has(now.name) ? ["its build changed"] : []),
    ...seen.map((name) => `the database ${name} changed`),
    ...runDifferences(was, now),
  ];
  return reasons.length === 0 ? ["leave", SAME] : ["restart", sentence(reasons)];
}

function judgeSite(isChanged: boolean, isRebuilt: boolean): Verdict<"publish" | "leave"> {
  if (isRebuilt) return ["publish", "Its build changed."];
  return isChanged ? ["publish", "Its documents changed."] : ["leave", SAME];
}

function judgeRoutes(before: Plan | null, after: Plan): Verdict<"replace" | "leave"> {
  if (before === null) return ["replace", "The app is new."];
  const parts: string[] = [];
  if (!isSame(before.routes, after.routes)) parts.push("the routes changed");
  if (!isSame(before.hosts, after.hosts)) parts.push("the host names changed");
  if (!isSame(before.publicAddress, after.publicAddress)) parts.push("the address changed");
  return parts.length === 0 ? ["leave", "No route changed."] : ["replace", sentence(parts)];
}

function judgeJob(before: readonly JobPlan[], job: JobPlan, isDeployed: boolean): Verdict<ActionOf<"job">> {
  const was = before.find(({ name }) => name === job.name);
  const reasons = was ? runDifferences(was, job) : [];
  const reason = was ? (reasons.length > 0 ? sentence(reasons) : SAME) : NEW;
  const isChanged = !was || reasons.length > 0;
  if (!isChanged && !isDeployed) return ["leave", SAME];
  if (job.kind === "SCHEDULED") return isChanged ? ["schedule", reason] : ["leave", SAME];
  if (job.kind === "FAILED_DEPLOY") return ["wait", "It runs only if the deployment fails."];
  return ["run", `It runs ${job.kind === "PRE_DEPLOY" ? "before" : "after"} each deployment.`];
}

function removed(before: Plan | null, after: Plan): Change[] {
  if (before === null) return [];
  const gone = (old: readonly { name: string }[], kept: readonly { name: string }[]) =>
    old.filter(({ name }) => !kept.some((one) => one.name === name)).map(({ name }) => name);
  return [
    ...gone(before.components, after.components).map((name) => change("component", name, ["remove", GONE])),
    ...gone(before.sites, after.sites).map((name) => change("site", name, ["remove", GONE])),
    ...gone(before.jobs, after.jobs).map((name) => change("job", name, ["remove", GONE])),
    ...gone(before.databases, after.databases).map((name) =>
      change("database", name, ["remove", "The spec no longer has it; its data stays."]),
    ),
  ];
}
