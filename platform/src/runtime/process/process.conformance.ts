import { readdir, readFile } from "node:fs/promises";
import { exec } from "../../base/exec.ts";
import type { HostCapabilities } from "../../base/sandbox.ts";
import type { Subject } from "../runtime.conformance.ts";
import { hasNamespaces } from "./context.ts";
import { namesOf } from "./label.ts";
import { readMarkers } from "./process-tree.ts";
import { processRuntime } from "./process-runtime.ts";

/** The process runtime at one level of isolation, as the conformance suite wants to be handed it. */
export function processSubject(capabilities: HostCapabilities, uid: number | null): Subject {
  return {
    make: (home) => processRuntime({ home, capabilities }),
    uid,
    network: hasNamespaces(capabilities) ? "namespaces" : "shared",
    boxed: capabilities.programs.bwrap !== null,
    limitsMemory: (capabilities.cgroup?.memory ?? null) !== null,
    starterScript: (home, request) => `
      import { processRuntime } from ${JSON.stringify(import.meta.resolve("./process-runtime.ts"))};
      console.log("pid " + process.pid);
      const runtime = processRuntime(${JSON.stringify({ home, capabilities })});
      console.log(JSON.stringify(await runtime.start(${JSON.stringify(request)})));
      setInterval(() => undefined, 1000);
    `,
    damageNetwork: async (home) => {
      const { table, bridge } = namesOf(home);
      const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
      await exec(["ip", "link", "del", bridge(0)], { env });
      await exec(["nft", "delete", "table", "ip", table], { env });
    },
    leftovers: (home) => leftoversOf(home, capabilities),
  };
}

async function leftoversOf(home: string, capabilities: HostCapabilities): Promise<string[]> {
  const { label, interfacePrefix } = namesOf(home);
  const { cgroup } = capabilities;
  const roots = [cgroup?.memory, cgroup?.cpu, cgroup?.pids, cgroup?.kill, cgroup?.freezer].filter(
    (root) => root != null,
  );
  const lists = await Promise.all([
    ...[...roots, "/run/netns"].map((directory) => named(directory, `ashore-${label}`)),
    named("/sys/class/net", interfacePrefix),
    named(`${home}/run`, ""),
    named(`${home}/network`, ""),
    mounts(home),
    marked(label),
    tables(label, capabilities.programs.nft),
  ]);
  return lists.flat();
}

async function named(directory: string, prefix: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => name.startsWith(prefix)).map((name) => `${directory}/${name}`);
}

async function mounts(home: string): Promise<string[]> {
  const lines = (await readFile("/proc/mounts", "utf8")).split("\n");
  return lines.filter((line) => line.includes(home));
}

async function marked(label: string): Promise<string[]> {
  const markers = [...(await readMarkers())].filter(([, marker]) => marker.startsWith(`${label}/`));
  return markers.map(([pid, marker]) => `process ${pid} of ${marker}`);
}

async function tables(label: string, nft: string | null): Promise<string[]> {
  if (nft === null || process.getuid?.() !== 0) return [];
  const rules = await exec([nft, "list", "ruleset"]);
  return rules.stdout.split("\n").filter((line) => line.includes(label));
}
