import { normaliseDirectory } from "../../source/facts.ts";
import { placeOfProcess, runLines, type RunLine } from "../command/run-lines.ts";
import type { Process } from "../command/processes.ts";
import type { CheckedApp, Rule } from "../rule.ts";
import { variablesOf } from "../variables.ts";
import { toolOf } from "../migrations/tools.ts";

const envs = [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }] as const;
const databases = [{ name: "db", engine: "PG" }] as const;
const size = "apps-s-1vcpu-1gb";

interface Migrator {
  readonly line: RunLine;
  readonly process: Process;
  readonly tool: string;
  readonly instances: number;
}

export const migrationsAtOnce: Rule = {
  name: "migrations-at-once",
  severity: "warning",
  what: "Several instances run the same migrations as they start",
  why: "All instances of a new version start at once, and this tool has no lock: they may change the same table.",
  fix: "run the migrations in a job of kind PRE_DEPLOY, and only start the program here",
  failing: {
    spec: {
      name: "app",
      services: [
        {
          ...{ name: "web", health_check: {}, instance_count: 2, instance_size_slug: size, envs },
          run_command: "sh -c 'alembic upgrade head && uvicorn --host 0.0.0.0 --port 8080 app:app'",
        },
      ],
      databases,
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [
        {
          ...{ name: "web", health_check: {}, instance_count: 2, instance_size_slug: size, envs },
          run_command: "uvicorn --host 0.0.0.0 --port 8080 app:app",
        },
      ],
      jobs: [{ name: "migrate", kind: "PRE_DEPLOY", run_command: "alembic upgrade head", envs }],
      databases,
    },
    files: {},
  },
  *check(app) {
    const lines = runLines(app);
    const before = new Set(lines.filter(isFirst).flatMap(({ processes }) => processes.map(toolOf)));
    const groups = Map.groupBy(lines.flatMap(migratorOf), (one) => keyOf(one, app));
    for (const all of groups.values()) {
      const [first] = all;
      const total = all.reduce((sum, { instances }) => sum + instances, 0);
      if (!first || total < 2 || before.has(toolOf(first.process))) continue;
      const names = all
        .map(({ line, instances }) => `${line.entry.component.name} (${instances})`)
        .join(", ");
      const at = placeOfProcess(first.line, first.process);
      yield {
        field: `${first.line.entry.field}.run_command`,
        message: `the migrations of ${first.tool} run ${total} times at once: ${names}`,
        ...(at && { at }),
      };
    }
  },
};

/** What such a job has done is left for nobody to do again. */
function isFirst({ entry }: RunLine): boolean {
  return entry.kind === "job" && entry.component.kind === "PRE_DEPLOY";
}

function migratorOf(line: RunLine): Migrator[] {
  const { entry, processes } = line;
  if (entry.kind === "job" || /lock/i.test(entry.component.run_command ?? "")) return [];
  const { instance_count = 1, autoscaling } = entry.component;
  const instances = autoscaling?.min_instance_count ?? instance_count;
  return processes
    .flatMap((process) => {
      const tool = toolOf(process);
      return tool?.isLocking === false ? [{ line, process, tool: tool.name, instances }] : [];
    })
    .slice(0, 1);
}

/** What tells apart those that do not touch the same database. */
function keyOf({ line: { entry }, tool }: Migrator, { spec }: CheckedApp): string {
  const { component } = entry;
  const source =
    component.github ?? component.gitlab ?? component.bitbucket ?? component.git ?? component.image;
  const addresses = [...variablesOf(spec, entry).values()].filter(({ key }) =>
    /DATABASE|(?:^|_)DB(?:_|$)/.test(key),
  );
  return JSON.stringify([
    tool,
    source,
    normaliseDirectory(component.source_dir),
    addresses.map(({ key, value }) => `${key}=${value ?? ""}`).sort(),
  ]);
}
