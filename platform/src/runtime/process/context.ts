import type { Clock } from "../../base/clock.ts";
import type { Environment } from "../../base/exec.ts";
import type { Log } from "../../base/log.ts";
import type { HostCapabilities } from "../../base/sandbox.ts";
import type { Names } from "./label.ts";
import type { Paths } from "./paths.ts";
import type { Serial } from "./serial.ts";

/** What every part of the process runtime is given. */
export interface Context {
  readonly names: Names;
  readonly paths: Paths;
  readonly capabilities: HostCapabilities;
  readonly log: Log;
  readonly clock: Clock;
  readonly passEnv: Environment;
  readonly readOnly: readonly string[];
  /** First two numbers of the inner network, `10.77`; null: chosen and kept. */
  readonly networkBase: string | null;
  /** One at a time: whatever gives out addresses, ports or changes interfaces. */
  readonly network: Serial;
}

/** True if each instance gets a network of its own here. */
export function hasNamespaces(capabilities: HostCapabilities): boolean {
  return capabilities.isRoot && capabilities.networkNamespaces && capabilities.programs.bwrap !== null;
}
