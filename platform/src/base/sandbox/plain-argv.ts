import type { Argv } from "../exec.ts";
import type { SandboxRequest } from "./request.ts";
import { COMMAND_FOLLOWS } from "./hand-over.ts";
import { dropPrivileges } from "./privileges.ts";

/** Without bubblewrap: the command in its workspace, under its uid where we may set one, and its exit code noted. */
export function plainArgv(request: SandboxRequest): Argv {
  const { environmentFd: fd, statusFd, workspace } = request;
  const closeStatus = statusFd === null ? "" : ` ${statusFd}>&-`;
  const read = `unset OLDPWD; eval "$(cat <&${fd})"; exec ${fd === 0 ? "</dev/null" : `${fd}<&-`}; ${COMMAND_FOLLOWS}`;
  const inner = [...dropPrivileges(request, "all"), "/bin/sh", "-c", read, "sh", ...request.command];
  const start = 'cd "$0" || exit 126; "$@"';
  if (statusFd === null) {
    return ["/bin/sh", "-c", 'cd "$0" || exit 126; exec "$@"', workspace.hostDirectory, ...inner];
  }
  // The wrapper waits; a TERM meant for the whole group must not end it before it has noted the exit code.
  const note = `printf '{ "exit-code": %d }\\n' "$?" >&${statusFd}`;
  return [
    "/bin/sh",
    "-c",
    `trap : TERM INT HUP; ${start}${closeStatus}; ${note}`,
    workspace.hostDirectory,
    ...inner,
  ];
}
