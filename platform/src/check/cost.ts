import {
  completeSpec,
  componentsOf,
  findSize,
  type AppSpec,
  type ComponentEntry,
  type InstanceSize,
  type Service,
  type Worker,
} from "../spec/index.ts";

// Prices of App Platform, in US dollars a month, as it lists them.
const DEV_DATABASE_USD = 7;
const DEDICATED_EGRESS_USD = 25;
const MIB = 1024 ** 2;
// Measured once (PSS): PostgreSQL 15 and Redis 7 idle and empty; the last one as in bench/README.md.
const IDLE_CLUSTER_BYTES = 23 * MIB;
const IDLE_CACHE_BYTES = 7 * MIB;
const ASHORE_BYTES = 114 * MIB;

/** What one part of an app costs on App Platform, and what it takes here. */
export interface CostLine {
  /** Component or database; `dedicated egress`, `Ashore itself`. */
  readonly name: string;
  /** Size slug, or what it is. */
  readonly size: string;
  /** Copies that are paid for, the fewest where their number follows the load. */
  readonly instances: number;
  /** US dollars a month; null if it depends on what the spec does not say, which `note` then tells. */
  readonly usdPerMonth: number | null;
  /** The most memory it may take here, or about what it takes idle; 0 for what takes none. */
  readonly memoryBytes: number;
  readonly note: string;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  /** Sum of the known prices. */
  readonly usdPerMonth: number;
  readonly memoryBytes: number;
}

/** The monthly price of a spec on App Platform, and the memory that it needs here instead. */
export function costOf(written: AppSpec): Cost {
  const spec = completeSpec(written);
  const lines = [
    ...componentsOf(spec).map((entry) => componentLine(entry, isStarter(spec))),
    ...(spec.databases ?? []).map(databaseLine),
    ...(spec.egress?.type === "DEDICATED_IP" ? [egressLine] : []),
    ashoreLine,
  ];
  return {
    lines,
    usdPerMonth: sum(lines.map(({ usdPerMonth }) => usdPerMonth ?? 0)),
    memoryBytes: sum(lines.map(({ memoryBytes }) => memoryBytes)),
  };
}

const egressLine: CostLine = line("dedicated egress", "an address of its own", {
  usdPerMonth: DEDICATED_EGRESS_USD,
});
const ashoreLine: CostLine = line("Ashore itself", "router and control plane", {
  usdPerMonth: 0,
  memoryBytes: ASHORE_BYTES,
});

function componentLine({ kind, component }: ComponentEntry, isAllStatic: boolean): CostLine {
  const { name } = component;
  if (kind === "static_site") {
    const note = isAllStatic ? "$3 each after the first three apps of an account" : "";
    return line(name, "static site", { usdPerMonth: 0, note });
  }
  if (kind === "function") return line(name, "functions", { note: "by use" });
  const size = findSize(component.instance_size_slug);
  if (!size) return line(name, component.instance_size_slug ?? "", { note: "not a size of App Platform" });
  if (kind !== "job") return runningLine(component, size);
  const note = `by the second, $${size.usdPerMonth} if it ran all month`;
  return line(name, size.slug, { memoryBytes: size.memoryBytes, note });
}

function runningLine(
  component: Service | Worker,
  { slug, usdPerMonth, memoryBytes }: InstanceSize,
): CostLine {
  const { name, autoscaling, instance_count } = component;
  const instances = autoscaling?.min_instance_count ?? instance_count ?? 1;
  const most = autoscaling?.max_instance_count ?? instances;
  return line(name, slug, {
    instances,
    usdPerMonth: usdPerMonth * instances,
    memoryBytes: memoryBytes * instances,
    note: most > instances ? `up to $${usdPerMonth * most} with ${most} instances` : "",
  });
}

function databaseLine(database: NonNullable<AppSpec["databases"]>[number]): CostLine {
  const { name, engine = "PG", production, cluster_name } = database;
  if (production === true || cluster_name !== undefined) {
    return line(name, `${engine} cluster`, {
      memoryBytes: idleBytes(engine),
      note: "priced with its cluster",
    });
  }
  if (engine !== "PG") return otherEngine(name, engine);
  return line(name, "development PG", { usdPerMonth: DEV_DATABASE_USD, memoryBytes: IDLE_CLUSTER_BYTES });
}

function otherEngine(name: string, engine: string): CostLine {
  return line(name, engine, { memoryBytes: idleBytes(engine), note: "not sold as a development one" });
}

/** Nothing for what does not run here. */
function idleBytes(engine: string): number {
  if (engine === "PG") return IDLE_CLUSTER_BYTES;
  return engine === "REDIS" || engine === "VALKEY" ? IDLE_CACHE_BYTES : 0;
}

function line(name: string, size: string, rest: Partial<CostLine>): CostLine {
  return { name, size, instances: 1, usdPerMonth: null, memoryBytes: 0, note: "", ...rest };
}

/** True for an app without anything that runs, which is priced in its own way. */
function isStarter(spec: AppSpec): boolean {
  return componentsOf(spec).every(({ kind }) => kind === "static_site" || kind === "function");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
