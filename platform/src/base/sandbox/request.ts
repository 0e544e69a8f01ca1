import type { Argv } from "../exec.ts";
import type { HostCapabilities } from "./capabilities.ts";

/** Everything that decides how a command is boxed in. Paths are absolute. */
export interface SandboxRequest {
  readonly capabilities: HostCapabilities;
  /** Unprivileged uid (and gid of the same number) to run under; null: ours. Needs root. */
  readonly uid: number | null;
  /** Writable directory in which the command starts, and where it appears inside. */
  readonly workspace: { readonly hostDirectory: string; readonly path: string };
  /**
   * Makes `workspace.hostDirectory` an overlay of `lower` in a mount namespace of its own; changes go to `upper`,
   * and the mount ends with the command. Needs `capabilities.overlay`. Null: the directory is used as it is.
   */
  readonly overlay: { readonly lower: string; readonly upper: string; readonly work: string } | null;
  /** Directories or files shown at the same path; may lie where the uid could not go by itself. */
  readonly readOnly: readonly string[];
  readonly writable: readonly { readonly host: string; readonly inside: string }[];
  /** Size limit of the private /tmp and of /dev/shm, each. */
  readonly tmpBytes: number;
  /** Host files that stand at /etc/…; null: the machine's own hosts, resolv.conf, and a passwd with this uid is up to you. */
  readonly etc: {
    readonly hosts: string | null;
    readonly resolv: string | null;
    readonly passwd: string | null;
    readonly group: string | null;
  };
  readonly hostname: string;
  /** Path of a network namespace to enter; null: the machine's own network. */
  readonly network: string | null;
  /** Groups the command joins, from `Cgroup.directories`. */
  readonly cgroupDirectories: readonly string[];
  /**
   * Descriptor from which the command's environment is read as `environmentScript` wrote it: 0 for text given
   * as the `input` of `exec` (standard input is then empty inside), 3 and up for one passed on.
   */
  readonly environmentFd: number;
  /** Descriptor to which JSON lines with `child-pid` (bubblewrap only) and `exit-code` are written. */
  readonly statusFd: number | null;
  /** True: the command dies with the process that started it (builds). False: it outlives it (instances). */
  readonly diesWithParent: boolean;
  /** Run with exactly the environment given; a user's line goes in as `["sh", "-c", line]`. */
  readonly command: Argv;
}
