import type { RuntimeDescription } from "../runtime.ts";
import { hasNamespaces, type Context } from "./context.ts";
import { innerResolvConf } from "./network/resolv-conf.ts";

/** What isolation there is, and what a missing piece would give. */
export async function describe(context: Context): Promise<RuntimeDescription> {
  const { capabilities } = context;
  const { programs, cgroup } = capabilities;
  const inNamespaces = hasNamespaces(capabilities);
  const isolation = [
    cgroup?.memory == null ? "" : `cgroup-v${cgroup.version}`,
    capabilities.isRoot && programs.setpriv !== null ? "uid" : "",
    programs.bwrap === null ? "process-group" : "bubblewrap",
    inNamespaces ? "network-namespace" : "",
    capabilities.overlay ? "overlay" : "copy",
  ].filter((name) => name !== "");
  const notes = [...isolationNotes(context), ...(inNamespaces ? await networkNotes() : [])];
  return { runtime: "process", network: inNamespaces ? "namespaces" : "shared", isolation, notes };
}

function isolationNotes({ capabilities }: Context): string[] {
  const { programs, cgroup, isRoot } = capabilities;
  const notes: [boolean, string][] = [
    [
      programs.bwrap === null,
      "Without bubblewrap instances see the machine's files, and kept data does not appear at its path.",
    ],
    [cgroup?.memory == null, "Without writable control groups memory limits are not enforced."],
    [!isRoot, "Without root instances share the machine's network; each gets a PORT of its own."],
    [
      isRoot && !hasNamespaces(capabilities),
      "With bubblewrap, iproute2 and nftables each instance gets its own network.",
    ],
    [isRoot && programs.setpriv === null, "Without setpriv instances run as root."],
  ];
  return notes.filter(([applies]) => applies).map(([, text]) => text);
}

async function networkNotes(): Promise<string[]> {
  const forwarding = "IPv4 forwarding is switched on for the inner networks.";
  const { servers } = await innerResolvConf();
  if (servers.length > 0) return [forwarding];
  return [forwarding, "No name server can be reached from inside: public names do not resolve in instances."];
}
