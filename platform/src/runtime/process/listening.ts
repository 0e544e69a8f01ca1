import { readdir, readFile, readlink } from "node:fs/promises";
import type { Instance, Listening } from "../../plan/instance.ts";
import type { Context } from "./context.ts";
import { membersOf } from "./members.ts";
import { isLoopback, parseListening, type ListeningSocket } from "./proc-net.ts";

/** Sockets on which processes of the instance listen, whatever network they are in. */
export async function listeningOf(context: Context, instance: Instance): Promise<readonly Listening[]> {
  const sockets = await readSockets(instance.identity.pid);
  if (sockets.length === 0) return [];
  const own = await readInodes(await membersOf(context, instance));
  return sockets.filter((socket) => own.has(socket.inode)).map(({ address, port }) => ({ address, port }));
}

/**
 * Corrects the ports of an instance that shares our network. One that ignores PORT is found at its spec port, else at
 * the only other port it listens on, or the lowest one that others can reach.
 */
export function correctPorts(instance: Instance, found: readonly Listening[]): Instance {
  const open = [...found].sort(
    (a, b) => Number(isLoopback(a.address)) - Number(isLoopback(b.address)) || a.port - b.port,
  );
  const taken = new Set(
    Object.values(instance.ports).filter((port) => open.some((one) => one.port === port)),
  );
  const ports = Object.fromEntries(
    Object.entries(instance.ports).map(([spec, expected]) => {
      if (taken.has(expected)) return [spec, expected];
      const free = open.filter((one) => !taken.has(one.port));
      const real = (free.find((one) => one.port === Number(spec)) ?? free[0])?.port;
      if (real !== undefined) taken.add(real);
      return [spec, real ?? expected];
    }),
  );
  return { ...instance, ports };
}

async function readSockets(pid: number): Promise<ListeningSocket[]> {
  const texts = await Promise.all(
    ["tcp", "tcp6"].map((file) => readFile(`/proc/${pid}/net/${file}`, "utf8").catch(() => "")),
  );
  return texts.flatMap(parseListening);
}

async function readInodes(pids: readonly number[]): Promise<Set<string>> {
  const lists = await Promise.all(pids.map(readInodesOf));
  return new Set(lists.flat());
}

async function readInodesOf(pid: number): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
