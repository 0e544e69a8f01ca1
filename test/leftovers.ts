import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

const CGROUPS = "/sys/fs/cgroup";
const NAMESPACES = "/run/netns";
const INTERFACES = "/sys/class/net";
const SOCKETS = ["server.sock", "router.sock"];

/** Everything of a home that still exists while nothing of it should: one line each, empty when all is gone. */
export function leftovers(home: string): string[] {
  const label = createHash("sha256").update(home).digest("hex").slice(0, 6);
  return [
    ...processesOf(home).map(({ pid, command }) => `process ${pid} ${command}`),
    ...mountsOf(home),
    ...named(NAMESPACES, `ashore-${label}-`).map((name) => `network namespace ${name}`),
    ...named(INTERFACES, `a${label}`).map((name) => `interface ${name}`),
    ...tables(`ashore-${label}`),
    ...cgroups(label),
    ...SOCKETS.filter((name) => existsSync(join(home, name))).map((name) => `socket ${name}`),
  ];
}

export interface ProcessOf {
  readonly pid: number;
  readonly command: string;
}

/** Live processes that were told this home, name it or work below it. */
export function processesOf(home: string): ProcessOf[] {
  return processes(
    ({ command, env, place }) =>
      command.includes(home) || place.startsWith(home) || env.includes(`ASHORE_HOME=${home}\0`),
  );
}

/** Live processes with this text in their first environment that are not the ones around it (shells, boxes). */
export function processesWith(mark: string, program: string): ProcessOf[] {
  return processes(({ command, env }) => env.includes(mark) && command.startsWith(program));
}

interface Seen {
  readonly command: string;
  readonly env: string;
  readonly place: string;
}

function processes(isWanted: (seen: Seen) => boolean): ProcessOf[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const seen = look(pid);
      return seen && isWanted(seen) ? [{ pid: Number(pid), command: seen.command }] : [];
    });
}

function look(pid: string): Seen | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    if (stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z")) return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trimEnd();
    const env = readFileSync(`/proc/${pid}/environ`, "utf8");
    return { command, env, place: readlinkSync(`/proc/${pid}/cwd`) };
  } catch {
    // It ended while we looked.
    return undefined;
  }
}

function mountsOf(home: string): string[] {
  return readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .filter((line) => line.includes(`${home}/`))
    .map((line) => `mount ${line}`);
}

function named(directory: string, prefix: string): string[] {
  return existsSync(directory) ? readdirSync(directory).filter((name) => name.startsWith(prefix)) : [];
}

function tables(name: string): string[] {
  const { stdout } = spawnSync("nft", ["list", "tables"], { encoding: "utf8" });
  return (stdout ?? "").split("\n").filter((line) => line.endsWith(` ${name}`));
}

// One level deep for the second version, two for the first, where each controller has a tree of its own.
function cgroups(label: string): string[] {
  if (!existsSync(CGROUPS)) return [];
  const trees = readdirSync(CGROUPS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const directories = [CGROUPS, ...trees.map(({ name }) => join(CGROUPS, name))];
  const isOurs = (name: string): boolean =>
    name === `ashore-${label}` || name.startsWith(`ashore-build-${label}-`);
  return directories.flatMap((directory) =>
    readdirSync(directory)
      .filter(isOurs)
      .map((name) => `control group ${join(directory, name)}`),
  );
}
