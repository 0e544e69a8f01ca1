import type { Argv } from "../exec.ts";
import type { SandboxRequest } from "./request.ts";
import { COMMAND_FOLLOWS } from "./hand-over.ts";
import { dropPrivileges } from "./privileges.ts";

/** Where the environment's script stands inside; a program that joins the box later reads it there too. */
export const ENVIRONMENT_FILE = "/run/ashore/env";

/** bubblewrap around the command. As root no user namespace is made, so root's own rights set up the mounts. */
export function bwrapArgv(request: SandboxRequest): Argv {
  const { capabilities } = request;
  return [
    capabilities.programs.bwrap ?? "bwrap",
    ...namespaces(request),
    ...machineView(request),
    ...devices(request),
    ...etcFiles(request),
    ...ownMounts(request),
    ...["--chdir", request.workspace.path],
    ...parentDirectories(ENVIRONMENT_FILE, request),
    ...["--perms", "0444", "--file", String(request.environmentFd), ENVIRONMENT_FILE],
    ...["--remount-ro", "/"],
    ...(request.statusFd === null ? [] : ["--json-status-fd", String(request.statusFd)]),
    "--",
    ...dropPrivileges(request, "all"),
    ...["/bin/sh", "-c", readEnvironment(request.environmentFd), "sh", ...request.command],
  ];
}

function namespaces(request: SandboxRequest): string[] {
  // What setpriv needs to give up the rest; without a uid to change to, nothing is left to the command.
  const capabilities = request.uid === null ? [] : ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"];
  const uidArguments = request.capabilities.isRoot
    ? capabilities.flatMap((name) => ["--cap-add", name])
    : ["--unshare-user"];
  return [
    ...uidArguments,
    ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", request.hostname],
    ...(request.diesWithParent ? ["--die-with-parent"] : []),
  ];
}

/** What the request names, outer paths before those that lie in them, so that none covers another. */
function ownMounts(request: SandboxRequest): string[] {
  const { hostDirectory, path: workspace } = request.workspace;
  const mounts = [
    ...request.readOnly
      .filter((path) => !isShown(path, request))
      .map((path) => ({ flag: "--ro-bind", host: path, inside: path })),
    { flag: "--bind", host: hostDirectory, inside: workspace },
    ...request.writable.map(({ host, inside }) => ({ flag: "--bind", host, inside })),
  ];
  return mounts
    .toSorted((a, b) => parentsOf(a.inside).length - parentsOf(b.inside).length)
    .flatMap(({ flag, host, inside }) => [...parentDirectories(inside, request), flag, host, inside]);
}

/** True for what the machine's view shows anyway; a link in there could not be mounted over. */
function isShown(path: string, request: SandboxRequest): boolean {
  const { directories, entries } = request.capabilities.view;
  return [...directories, ...entries].some((root) => path === root || path.startsWith(`${root}/`));
}

/** bubblewrap makes missing parents of a mount for its own user alone; these are made for everybody first. */
function parentDirectories(path: string, request: SandboxRequest): string[] {
  const { directories, links } = request.capabilities.view;
  const covered = [...directories, ...links.map((link) => link.path)];
  return parentsOf(path)
    .filter((parent) => !covered.some((root) => parent === root || parent.startsWith(`${root}/`)))
    .flatMap((parent) => ["--dir", parent]);
}

function parentsOf(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

function machineView(request: SandboxRequest): string[] {
  const { directories, links, entries } = request.capabilities.view;
  return [
    ...directories.flatMap((path) => ["--ro-bind", path, path]),
    ...links.flatMap(({ path, target }) => ["--symlink", target, path]),
    ...entries.flatMap((path) => [...parentDirectories(path, request), "--ro-bind-try", path, path]),
    ...["--proc", "/proc", "--symlink", "/proc/self/mounts", "/etc/mtab"],
  ];
}

function devices(request: SandboxRequest): string[] {
  const size = ["--size", String(request.tmpBytes)];
  // A devpts of its own would cost an unprivileged bubblewrap a second user namespace, which nothing can enter later.
  const dev = request.capabilities.isRoot ? ["--dev", "/dev"] : ["--dev-bind", "/dev", "/dev"];
  return [
    ...dev,
    ...["--perms", "1777", ...size, "--tmpfs", "/dev/shm"],
    ...["--perms", "1777", ...size, "--tmpfs", "/tmp"],
    ...["--dir", "/run", "--dir", "/home", "--dir", "/var", "--symlink", "/tmp", "/var/tmp"],
    ...["--symlink", "/run", "/var/run"],
  ];
}

function etcFiles(request: SandboxRequest): string[] {
  const { hosts, resolv, passwd, group } = request.etc;
  const own = { "/etc/hosts": hosts, "/etc/resolv.conf": resolv, "/etc/passwd": passwd, "/etc/group": group };
  return Object.entries(own).flatMap(([inside, host]) =>
    host === null ? ["--ro-bind-try", inside, inside] : ["--ro-bind", host, inside],
  );
}

function readEnvironment(fd: number): string {
  // bubblewrap has read descriptor 0 to its end and closed it; programs expect one that is there and empty.
  return `${fd === 0 ? "exec </dev/null; " : ""}. ${ENVIRONMENT_FILE}; ${COMMAND_FOLLOWS}`;
}
