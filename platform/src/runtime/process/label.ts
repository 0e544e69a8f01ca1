import { createHash } from "node:crypto";

/** Six hex digits that stand for this home in every name we give to something outside of it. */
function labelOf(home: string): string {
  return createHash("sha256").update(home).digest("hex").slice(0, 6);
}

/** Names of what belongs to us on the machine; all of them can be told from a directory listing. */
export interface Names {
  readonly label: string;
  /** Prefix of our network interfaces; with a number behind it never longer than the kernel's 15 characters. */
  readonly interfacePrefix: string;
  bridge(index: number): string;
  /** The machine's end of an instance's cable. */
  cable(index: number, host: number): string;
  namespace(id: string): string;
  cgroup(id: string): string;
  /** `ASHORE_INSTANCE=…`, in the first environment of every process of an instance. */
  marker(id: string): string;
  readonly table: string;
}

export function namesOf(home: string): Names {
  const label = labelOf(home);
  return {
    label,
    interfacePrefix: `a${label}`,
    bridge: (index) => `a${label}b${index}`,
    cable: (index, host) => `a${label}v${index}x${host}`,
    namespace: (id) => `ashore-${label}-${id}`,
    cgroup: (id) => `ashore-${label}/${id}`,
    marker: (id) => `${label}/${id}`,
    table: `ashore-${label}`,
  };
}
