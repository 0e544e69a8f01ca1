import type { SandboxRequest } from "./request.ts";

/**
 * Prefix that gives up what root has. `bounding: all` also empties the bounding set, for which bubblewrap
 * has to leave CAP_SETPCAP. Empty when we are not root.
 */
export function dropPrivileges(
  request: Pick<SandboxRequest, "capabilities" | "uid">,
  bounding: "all" | "keep",
): string[] {
  const { isRoot, programs } = request.capabilities;
  if (!isRoot || programs.setpriv === null || request.uid === null) return [];
  const id = String(request.uid);
  return [
    ...[programs.setpriv, "--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs"],
    ...["--inh-caps=-all", "--ambient-caps=-all"],
    ...(bounding === "all" ? ["--bounding-set=-all"] : []),
  ];
}
