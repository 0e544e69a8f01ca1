import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { findMachineProgram, type MachineProgram, type Program } from "../../toolchain/machine-program.ts";
import { findPrograms } from "../../toolchain/find-programs.ts";
import type { BuildPack } from "../pack.ts";

const TOOLS = ["server", "cli", "benchmark", "sentinel"];

/** Below the workspace. */
const BIN = ".ashore/bin";

/** A server of this machine in place of its image: its programs under both names, and how it is started. */
export const machineProgramPack: BuildPack<"machine-program"> = async (pack, { box, report, tools }) => {
  const found = await findMachineProgram(pack.program, tools);
  report.say(describeChoice(pack.program, pack.version, found));
  const bin = join(box.place.directory, BIN);
  await mkdir(bin, { recursive: true });
  for (const tool of TOOLS) {
    const [path] = await findPrograms([`${found.program}-${tool}`], found.bin);
    if (path === undefined) continue;
    for (const name of ["redis", "valkey"]) await symlink(path, join(bin, `${name}-${tool}`));
  }
  box.provide({ path: [BIN], mounts: found.bin.startsWith("/usr/") ? [] : [found.bin] });
  return { processes: { web: serverCommand(pack.program) }, env: {} };
};

function describeChoice(wanted: Program, version: string | null, found: MachineProgram): string {
  const asked = version === null ? wanted : `${wanted} ${version}`;
  const major = /^\d+/.exec(version ?? "")?.[0];
  const same = found.program === wanted && (major === undefined || found.version.split(".")[0] === major);
  const here = `${found.program} ${found.version}`;
  return same
    ? `This machine's ${here} runs as ${asked}`
    : `This machine has ${here}: it takes the place of ${asked}`;
}

/**
 * As the image starts it, reachable from everywhere, but durable: each write goes to the log in the data directory,
 * and there are no snapshots beside it. PORT is only set where an instance has to share its network.
 */
function serverCommand(program: Program): string {
  const options = [
    '--port "${PORT:-6379}"',
    "--bind '* -::*'",
    "--protected-mode no",
    '--dir "${ASHORE_DATA:-/data}"',
    "--appendonly yes",
    "--save ''",
    "--daemonize no",
  ];
  return `exec ${program}-server ${options.join(" ")}`;
}
