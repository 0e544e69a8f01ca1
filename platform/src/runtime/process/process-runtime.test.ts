import { tmpdir } from "node:os";
import { probeHost, type HostCapabilities } from "../../base/sandbox.ts";
import { runtimeConformance } from "../runtime.conformance.ts";
import { processSubject } from "./process.conformance.ts";

const UID = 20_777;
const host = await probeHost({ scratch: tmpdir(), path: "" });
const { programs } = host;
const needsRoot = "needs root";

const withPrograms = (more: Partial<HostCapabilities["programs"]>): HostCapabilities => ({
  ...host,
  programs: { ...programs, ...more },
});
const level = (
  capabilities: HostCapabilities,
  possible: boolean,
): ReturnType<typeof processSubject> | null => (possible ? processSubject(capabilities, UID) : null);

runtimeConformance(
  "as root with everything",
  level(host, host.isRoot && host.networkNamespaces && programs.bwrap !== null),
  "needs root, bubblewrap, iproute2 and nftables",
);
runtimeConformance(
  "as root in a box, without networks, groups and overlays",
  level(
    { ...host, networkNamespaces: false, overlay: false, cgroup: null },
    host.isRoot && programs.bwrap !== null,
  ),
  "needs root and bubblewrap",
);
runtimeConformance(
  "as root without bubblewrap",
  level(withPrograms({ bwrap: null }), host.isRoot),
  needsRoot,
);
