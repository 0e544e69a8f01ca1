import type { Argv } from "../exec.ts";
import { BOX_FOLLOWS } from "./hand-over.ts";
import type { SandboxRequest } from "./request.ts";

const JOIN =
  'i=$1; shift; while [ "$i" -gt 0 ]; do echo $$ >"$1/cgroup.procs" || exit 125; shift; i=$((i-1)); done';

/** Specs name port 80, and a namespace of its own has nobody to protect from who listens there. */
const OPEN_LOW_PORTS = "{ echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start; } 2>/dev/null; ";

/** What has to happen as root around the box: entering the network, mounting the overlay, joining groups. */
export function outerArgv(request: SandboxRequest, boxed: Argv): Argv {
  const { programs } = request.capabilities;
  const prefix: string[] = [];
  if (request.network !== null) prefix.push(programs.nsenter ?? "nsenter", `--net=${request.network}`, "--");
  if (request.overlay)
    prefix.push(programs.unshare ?? "unshare", "--mount", "--propagation", "private", "--");
  const script = setUpScript(request);
  if (script.length > 0) prefix.push(...script);
  const [first, ...rest] = [...prefix, ...boxed];
  return [first ?? boxed[0], ...rest];
}

function setUpScript(request: SandboxRequest): string[] {
  const { overlay, network, cgroupDirectories: groups } = request;
  if (!overlay && network === null && groups.length === 0) return [];
  const ports = network === null ? "" : OPEN_LOW_PORTS;
  const mount = overlay ? 'mount -t overlay ashore -o "$1" "$2" || exit 125; shift 2; ' : "";
  const mountArguments = overlay ? [overlayOptions(overlay), request.workspace.hostDirectory] : [];
  const script = `${ports}${JOIN}; ${mount}${BOX_FOLLOWS}`;
  return ["/bin/sh", "-c", script, "sh", String(groups.length), ...groups, ...mountArguments];
}

function overlayOptions(overlay: NonNullable<SandboxRequest["overlay"]>): string {
  const escape = (path: string): string => path.replaceAll(/[\\,:]/g, "\\$&");
  return `lowerdir=${escape(overlay.lower)},upperdir=${escape(overlay.upper)},workdir=${escape(overlay.work)}`;
}
