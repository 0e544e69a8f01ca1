import { dirname } from "node:path";
import { PlatformError } from "../../base/errors.ts";
import { exec } from "../../base/exec.ts";
import { findOnMachine } from "../machine.ts";
import type { ToolSource } from "./tool-source.ts";

export type Program = "redis" | "valkey";

export interface MachineProgram {
  readonly program: Program;
  readonly version: string;
  /** Directory of the server and its tools. */
  readonly bin: string;
}

const INSTALL = {
  linux: "sudo apt-get install redis-server",
  darwin: "brew install redis",
} as const;

/**
 * The server of this machine for a well-known image; redis and valkey serve for each other.
 * @throws PlatformError `PROGRAM_MISSING`
 */
export async function findMachineProgram(wanted: Program, source: ToolSource): Promise<MachineProgram> {
  const other: Program = wanted === "redis" ? "valkey" : "redis";
  for (const program of [wanted, other]) {
    const [path] = await findOnMachine(source.machine, [`${program}-server`]);
    if (path === undefined) continue;
    const { stdout } = await exec([path, "--version"], { env: {}, timeoutMs: 10_000 });
    const version = /\bv=(\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? "unknown";
    return { program, version, bin: dirname(path) };
  }
  const command = process.platform === "darwin" ? INSTALL.darwin : INSTALL.linux;
  throw new PlatformError(
    "PROGRAM_MISSING",
    `this machine has neither ${wanted}-server nor ${other}-server`,
    {
      hint: `Install it: ${command}`,
    },
  );
}
