import type { Clock } from "../base/clock.ts";
import type { Environment } from "../base/exec.ts";
import type { Log } from "../base/log.ts";
import type { HostCapabilities } from "../base/sandbox.ts";
import { findPrograms } from "./toolchain/find-programs.ts";

/** What builds know of this machine. Paths are absolute. */
export interface BuildMachine {
  /** Ashore's own directory: artifacts and scratch directories stand below it. */
  readonly home: string;
  /** Node, npm, yarn, pnpm and Python tools we fetched, by name and version. */
  readonly toolchains: string;
  /** Download caches and installed dependencies, by uid. */
  readonly cache: string;
  readonly capabilities: HostCapabilities;
  /** Variables builds and downloads get: proxies, certificates, registries. Files they name are shown to builds. */
  readonly passEnv: Environment;
  /** PATH on which this machine's own programs are looked for. */
  readonly searchPath: string;
  /** Directories searched after it, for a control plane that was started with a short PATH. */
  readonly usualPlaces: readonly string[];
  /** Home of the user we run as, for registry settings and interpreters. */
  readonly userHome: string;
  readonly clock: Clock;
  readonly log: Log;
}

export const usualPlaces: readonly string[] = [
  "/usr/local/bin",
  "/usr/bin",
  "/opt/homebrew/bin",
  "/usr/local/go/bin",
];

/** Absolute paths of all programs of these names on this machine. */
export function findOnMachine(machine: BuildMachine, names: readonly string[]): Promise<string[]> {
  return findPrograms(names, [machine.searchPath, ...machine.usualPlaces].join(":"));
}

/** The environment of programs we run ourselves, outside of any box. */
export function ownEnvironment(machine: BuildMachine): Environment {
  return { ...machine.passEnv, PATH: machine.searchPath, HOME: machine.userHome };
}
