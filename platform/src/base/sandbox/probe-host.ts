import { randomBytes } from "node:crypto";
import { access, constants, mkdir, mkdtemp, rm } from "node:fs/promises";
import { exec, type Argv } from "../exec.ts";
import type { HostCapabilities } from "./capabilities.ts";
import { readHostView } from "./host-view.ts";
import { probeCgroup } from "./probe-cgroup.ts";

export interface ProbeOptions {
  /** Existing directory on the file system where instances and builds will live; something is tried in it. */
  readonly scratch: string;
  /** Searched before the usual places, e.g. the PATH we were started with. */
  readonly path: string;
}

const USUAL_PLACES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const PROBE_TIMEOUT_MS = 5000;
const NAMES = ["bwrap", "setpriv", "unshare", "nsenter", "script", "ip", "nft", "iptables"] as const;

type Programs = HostCapabilities["programs"];

/** Tries what this machine allows; nothing is assumed from a program's mere presence. Takes some 50 ms: keep the answer. */
export async function probeHost(options: ProbeOptions): Promise<HostCapabilities> {
  const isRoot = process.getuid?.() === 0;
  const found = await findPrograms(`${options.path}:${USUAL_PLACES}`);
  const [works, networkNamespaces, overlay, cgroup, view] = await Promise.all([
    keepWorking(found, isRoot),
    isRoot ? tryNetwork(found) : false,
    isRoot ? tryOverlay(found, options.scratch) : false,
    probeCgroup(isRoot),
    readHostView(),
  ]);
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  return { isRoot, uid, gid, programs: works, networkNamespaces, overlay, cgroup, view };
}

async function findPrograms(path: string): Promise<Programs> {
  const places = [...new Set(path.split(":").filter((place) => place.startsWith("/")))];
  const pairs = await Promise.all(NAMES.map(async (name) => [name, await findIn(places, name)] as const));
  return Object.fromEntries(pairs) as Programs;
}

async function findIn(places: readonly string[], name: string): Promise<string | null> {
  for (const place of places) {
    const path = `${place}/${name}`;
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return null;
}

async function keepWorking(found: Programs, isRoot: boolean): Promise<Programs> {
  const nothing = Promise.resolve(false);
  const [bwrap, setpriv, unshare] = await Promise.all([
    found.bwrap === null ? nothing : succeeds(bwrapTrial(found.bwrap, isRoot)),
    found.setpriv === null || !isRoot ? nothing : succeeds(setprivTrial(found.setpriv)),
    found.unshare === null || !isRoot ? nothing : succeeds([found.unshare, "--mount", "true"]),
  ]);
  return {
    ...found,
    bwrap: bwrap ? found.bwrap : null,
    setpriv: setpriv ? found.setpriv : null,
    unshare: unshare ? found.unshare : null,
  };
}

function bwrapTrial(bwrap: string, isRoot: boolean): Argv {
  const user = isRoot ? ["--cap-add", "CAP_SETUID"] : ["--unshare-user"];
  const namespaces = ["--unshare-pid", "--unshare-ipc", "--unshare-uts"];
  return [
    bwrap,
    ...user,
    ...namespaces,
    "--ro-bind",
    "/",
    "/",
    "--proc",
    "/proc",
    "--dev-bind",
    "/dev",
    "/dev",
    "true",
  ];
}

function setprivTrial(setpriv: string): Argv {
  const id = "65534";
  const flags = ["--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"];
  return [setpriv, "--reuid", id, "--regid", id, ...flags, "true"];
}

async function tryNetwork(found: Programs): Promise<boolean> {
  const { ip, nft, nsenter } = found;
  if (ip === null || nft === null || nsenter === null) return false;
  const tag = randomBytes(3).toString("hex");
  const name = `ashore-probe-${tag}`;
  const lines = [
    `netns add ${name}`,
    `link add a${tag}p type veth peer name eth0 netns ${name}`,
    `link add a${tag}b type bridge`,
    `link set a${tag}p master a${tag}b`,
  ];
  const table = `add table ip ${name}
    add chain ip ${name} nat { type nat hook postrouting priority 100; }
    add rule ip ${name} nat ip saddr 192.0.2.0/24 masquerade`;
  try {
    const [links, rules] = await Promise.all([
      succeeds([ip, "-batch", "-"], lines.join("\n")),
      succeeds([nft, "--check", "-f", "-"], table),
    ]);
    return links && rules;
  } finally {
    await succeeds(
      [ip, "-force", "-batch", "-"],
      `link del a${tag}b\nlink del a${tag}p\nnetns del ${name}\n`,
    );
  }
}

async function tryOverlay(found: Programs, scratch: string): Promise<boolean> {
  if (found.unshare === null) return false;
  const root = await mkdtemp(`${scratch}/overlay-probe-`);
  try {
    for (const part of ["lower", "upper", "work", "merged"]) await mkdir(`${root}/${part}`);
    const options = `lowerdir=${root}/lower,upperdir=${root}/upper,workdir=${root}/work`;
    const mount: Argv = ["mount", "-t", "overlay", "ashore", "-o", options, `${root}/merged`];
    return await succeeds([found.unshare, "--mount", "--propagation", "private", "--", ...mount]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function succeeds(argv: Argv, input?: string): Promise<boolean> {
  const options = { env: { PATH: USUAL_PLACES }, timeoutMs: PROBE_TIMEOUT_MS };
  try {
    const outcome = await exec(argv, input === undefined ? options : { ...options, input });
    return outcome.code === 0;
  } catch {
    return false;
  }
}
