import type { Argv } from "./exec.ts";
import type { HostCapabilities } from "./sandbox/capabilities.ts";
import { bwrapArgv } from "./sandbox/bwrap-argv.ts";
import { outerArgv } from "./sandbox/outer-argv.ts";
import { plainArgv } from "./sandbox/plain-argv.ts";
import type { SandboxRequest } from "./sandbox/request.ts";

export type { HostCapabilities } from "./sandbox/capabilities.ts";
export { cgroupAt, createCgroup, type Cgroup } from "./sandbox/cgroup.ts";
export { ENVIRONMENT_FILE } from "./sandbox/bwrap-argv.ts";
export { environmentScript, quote } from "./sandbox/environment.ts";
export { isBeingSetUp } from "./sandbox/hand-over.ts";
export type { SandboxRequest } from "./sandbox/request.ts";
export { probeHost } from "./sandbox/probe-host.ts";

/**
 * The command that runs `request.command` boxed in as well as the machine allows. Pure: nothing is made here.
 *
 * With bubblewrap: own PID, IPC and mount namespaces, the machine's programs read-only, own /tmp and /dev/shm,
 * PID 1 reaps. As root it sets the box up with root's rights, so paths below somebody's private home can be shown,
 * and drops to `uid` without capabilities before the environment is read. Without bubblewrap: a process group.
 * Start it with `{ env: sandboxEnvironment }`: the user's variables must not reach programs that still run as root.
 */
export function sandboxArgv(request: SandboxRequest): Argv {
  const boxed = request.capabilities.programs.bwrap === null ? plainArgv(request) : bwrapArgv(request);
  return outerArgv(request, boxed);
}

/** The environment of the programs that set the box up, and nothing else. */
export const sandboxEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
} as const;

/** Where the command finds its workspace: at `path` with bubblewrap, else where it really is. */
export function workspacePath(
  capabilities: HostCapabilities,
  workspace: SandboxRequest["workspace"],
): string {
  return capabilities.programs.bwrap === null ? workspace.hostDirectory : workspace.path;
}
