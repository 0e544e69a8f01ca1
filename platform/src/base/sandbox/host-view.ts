import { lstat, readlink } from "node:fs/promises";
import type { HostView } from "./capabilities.ts";

const ROOT_ENTRIES = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix"];

/** Only what programs need to find libraries, names, certificates, time zones, fonts and each other. */
const ENTRIES = [
  ..."ssl ca-certificates ca-certificates.conf pki crypto-policies ld.so.cache ld.so.conf ld.so.conf.d".split(
    " ",
  ),
  ..."localtime timezone locale.alias locale.conf nsswitch.conf protocols services gai.conf host.conf".split(
    " ",
  ),
  ..."mime.types magic os-release debian_version alternatives fonts terminfo inputrc".split(" "),
  ..."profile profile.d bash.bashrc shells login.defs".split(" "),
  ..."gitconfig pip.conf npmrc chromium chromium.d ImageMagick-6 perl python3 glvnd vulkan".split(" "),
  ..."java-17-openjdk java-21-openjdk".split(" "),
].map((name) => `/etc/${name}`);

/** So that a runtime sees the limits of its own group and the processors, as in a container. */
const SYSTEM = ["/sys/fs/cgroup", "/sys/devices/system", "/sys/kernel/mm", "/var/cache/fontconfig"];

/** What there is of all this on the machine. */
export async function readHostView(): Promise<HostView> {
  const roots = await Promise.all(ROOT_ENTRIES.map(describe));
  const entries = await Promise.all([...ENTRIES, ...SYSTEM].map(describe));
  return {
    directories: roots.filter((entry) => entry.kind === "directory").map(({ path }) => path),
    links: roots.flatMap(({ path, target }) => (target === null ? [] : [{ path, target }])),
    entries: entries.filter((entry) => entry.kind !== "absent").map(({ path }) => path),
  };
}

interface Entry {
  readonly path: string;
  readonly kind: "directory" | "link" | "other" | "absent";
  readonly target: string | null;
}

async function describe(path: string): Promise<Entry> {
  try {
    const stat = await lstat(path);
    if (stat.isSymbolicLink()) return { path, kind: "link", target: await readlink(path) };
    return { path, kind: stat.isDirectory() ? "directory" : "other", target: null };
  } catch {
    return { path, kind: "absent", target: null };
  }
}
