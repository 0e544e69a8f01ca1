import { readFile } from "node:fs/promises";

/** The machine's own file, then those that name the real servers behind a resolver on its loopback. */
const FILES = [
  "/etc/resolv.conf",
  "/run/systemd/resolve/resolv.conf",
  "/run/NetworkManager/no-stub-resolv.conf",
  "/run/resolvconf/interface/original.resolvconf",
];

export interface ResolvConf {
  readonly text: string;
  /** Addresses of name servers that can be reached from another network; empty: names do not resolve inside. */
  readonly servers: readonly string[];
}

/** A resolv.conf that works from inside an instance's own network. */
export async function innerResolvConf(): Promise<ResolvConf> {
  for (const file of FILES) {
    const text = await readFile(file, "utf8").catch(() => "");
    const servers = reachableServers(text);
    if (servers.length > 0) return { text: withoutLoopback(text), servers };
  }
  return { text: "", servers: [] };
}

/** Addresses of `nameserver` lines that are not on the loopback. */
export function reachableServers(text: string): string[] {
  return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)]
    .map((match) => match[1] ?? "")
    .filter((address) => !isLoopback(address));
}

function withoutLoopback(text: string): string {
  const lines = text.split("\n").filter((line) => {
    const server = /^\s*nameserver\s+(\S+)/.exec(line)?.[1];
    return server === undefined || !isLoopback(server);
  });
  return lines.join("\n");
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}
