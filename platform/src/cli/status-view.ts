import type {
  AppStatus,
  ComponentStatus,
  ControlStatus,
  DeploymentSummary,
  InstanceStatus,
  JobRun,
  JobStatus,
} from "../wire/index.ts";
import { formatBytes, formatDuration } from "./duration.ts";
import type { Paint } from "./paint.ts";
import { failureLines, paintState } from "./summary.ts";
import { alignRows } from "./table.ts";

/** Runs of each job that are shown; JSON has all. */
const SHOWN_RUNS = 3;

/** What runs the apps, and how far they are kept apart. */
export function controlStatusLines(control: ControlStatus, paint: Paint): string[] {
  const { runtime, router } = control;
  const network = runtime.network === "namespaces" ? "a network per instance" : "the machine's network";
  const isolation = runtime.isolation.length === 0 ? "process groups only" : runtime.isolation.join(", ");
  const routerText = router
    ? `${router.listeners.join(", ") || "no listener"} (pid ${router.pid})`
    : "not running";
  return [
    ...alignRows([
      [paint("dim", "Control plane"), `ashore ${control.version} (pid ${control.pid}), home ${control.home}`],
      [paint("dim", "Router"), routerText],
      [paint("dim", "Isolation"), `${runtime.runtime} runtime, ${network}; ${isolation}`],
    ]),
    ...runtime.notes.map((note) => paint("yellow", `  ${note}`)),
  ];
}

/** Everything about one app, its instances, databases and jobs. */
export function appStatusLines(app: AppStatus, paint: Paint, now: number): string[] {
  return [
    headline(app, paint, now),
    paint("dim", `  ${app.directory}`),
    ...indent(instanceTable(app, paint, now)),
    ...indent(databaseTable(app, paint)),
    ...indent(jobTable(app, paint, now)),
    ...(app.deployment?.phase === "ERROR" ? failureOf(app.deployment, paint) : []),
  ];
}

function failureOf({ failure }: DeploymentSummary, paint: Paint): string[] {
  return failure ? indent(failureLines(failure, paint)) : [];
}

function headline(app: AppStatus, paint: Paint, now: number): string {
  const { deployment } = app;
  // An app that is down has a newest deployment, and none that is active.
  const phase = app.wanted === "down" && deployment?.phase === "ACTIVE" ? "" : ` ${deployment?.phase ?? ""}`;
  const version = deployment
    ? `deployment ${deployment.number}${phase}, ${since(deployment.updatedAt, now)} ago`
    : "never deployed";
  const url = app.wanted === "up" ? `  ${[app.url, app.plainUrl].filter(Boolean).join(" ")}` : "";
  return `${paint("bold", app.name)}  ${paintState(app.wanted === "up" ? "up" : "down", paint)}${url}  ${paint("dim", version)}`;
}

function instanceTable(app: AppStatus, paint: Paint, now: number): string[] {
  const rows = app.components.flatMap((component) => componentRows(component, paint, now));
  return table(
    ["COMPONENT", "STATE", "INSTANCE", "PID", "MEMORY", "RESTARTS", "AGE", "ADDRESS"],
    rows,
    paint,
  );
}

function componentRows(component: ComponentStatus, paint: Paint, now: number): string[][] {
  const { name, state, message, urls, privateAddress, instances } = component;
  const address = urls.length > 0 ? urls.join(" ") : (privateAddress ?? "");
  const rows = instances.map((instance) => instanceCells(instance, paint, now));
  const [first = ["", "", "", "", ""], ...rest] = rows;
  return [
    [name, paintState(state, paint), ...first, address],
    ...rest.map((cells) => ["", "", ...cells]),
    ...(message === "" ? [] : [[paint("yellow", `  ${message}`)]]),
  ];
}

function instanceCells(instance: InstanceStatus, paint: Paint, now: number): string[] {
  const { id, state, pid, restarts, memoryBytes, memoryLimitBytes, startedAt } = instance;
  const limit = memoryLimitBytes > 0 ? ` of ${formatBytes(memoryLimitBytes)}` : "";
  const label = state === "healthy" ? id : `${id} ${paint("yellow", state)}`;
  return [label, String(pid), formatBytes(memoryBytes) + limit, String(restarts), since(startedAt, now)];
}

function databaseTable(app: AppStatus, paint: Paint): string[] {
  const rows = app.databases.map(({ name, engine, version, state, address }) => [
    name,
    paintState(state, paint),
    `${engine} ${version}`.trim(),
    address ?? "",
  ]);
  return table(["DATABASE", "STATE", "ENGINE", "ADDRESS"], rows, paint);
}

function jobTable(app: AppStatus, paint: Paint, now: number): string[] {
  const rows = app.jobs.map((job) => [job.name, job.kind, nextRun(job, now), lastRuns(job, now)]);
  return table(["JOB", "KIND", "NEXT RUN", "LAST RUNS"], rows, paint);
}

function nextRun({ nextRun: at }: JobStatus, now: number): string {
  return at === null ? "" : `${at} (in ${formatDuration(Date.parse(at) - now)})`;
}

function lastRuns({ runs }: JobStatus, now: number): string {
  return runs
    .slice(0, SHOWN_RUNS)
    .map((run) => describeRun(run, now))
    .join(", ");
}

function describeRun(run: JobRun, now: number): string {
  const code = run.exitCode === null || run.exitCode === 0 ? "" : ` (exit code ${run.exitCode})`;
  return `${run.phase}${code} ${since(run.startedAt, now)} ago`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string[] {
  if (rows.length === 0) return [];
  return ["", ...alignRows([titles.map((title) => paint("dim", title)), ...rows])];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

function since(at: string, now: number): string {
  return formatDuration(now - Date.parse(at));
}
