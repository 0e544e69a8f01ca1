import { exec, type Argv } from "../../../base/exec.ts";
import { sandboxEnvironment } from "../../../base/sandbox.ts";
import type { Context } from "../context.ts";

interface Passage {
  readonly chain: "FORWARD" | "INPUT";
  readonly direction: "in" | "out";
}

const PASSAGES: readonly Passage[] = [
  { chain: "FORWARD", direction: "in" },
  { chain: "FORWARD", direction: "out" },
  { chain: "INPUT", direction: "in" },
];

const CHAINS = ["FORWARD", "INPUT"] as const;

/**
 * Where another program (Docker, ufw) made DROP the policy of FORWARD or INPUT, an accept in our table does not
 * count: the way has to be opened in that very chain. One rule per chain and direction, marked with our label.
 */
export async function openFirewall(context: Context): Promise<void> {
  await Promise.all(CHAINS.map((chain) => openChain(context, chain)));
}

async function openChain(context: Context, chain: Passage["chain"]): Promise<void> {
  const listing = await readChain(context, chain);
  if (!dropsByPolicy(listing)) return;
  for (const passage of PASSAGES.filter((one) => one.chain === chain)) {
    if (listing.includes(commentOf(context, passage))) continue;
    const { code, stderr } = await exec(insertion(context, passage), { env: sandboxEnvironment });
    if (code !== 0) context.log.warn("a firewall stays closed to instances", { chain, stderr });
  }
}

/** Takes our rules out of chains that are not ours. */
export async function closeFirewall(context: Context): Promise<void> {
  for (const passage of PASSAGES) {
    const listing = await readChain(context, passage.chain);
    const comment = commentOf(context, passage);
    if (!listing.includes(comment)) continue;
    await run(removal(context, passage, listing));
  }
}

/** True if the listing of a chain, by nft or `iptables -S`, says that what no rule accepts is dropped. */
export function dropsByPolicy(listing: string): boolean {
  return /policy drop;/.test(listing) || /^-P (FORWARD|INPUT) DROP$/m.test(listing);
}

async function readChain(context: Context, chain: string): Promise<string> {
  const { iptables, nft } = context.capabilities.programs;
  if (iptables !== null) return run([iptables, "-w", "-S", chain]);
  return nft === null ? "" : run([nft, "--handle", "list", "chain", "ip", "filter", chain]);
}

function insertion(context: Context, passage: Passage): Argv {
  const { iptables, nft } = context.capabilities.programs;
  if (iptables !== null) return [iptables, "-w", "-I", passage.chain, ...iptablesMatch(context, passage)];
  const match = [passage.direction === "in" ? "iifname" : "oifname", `"${bridges(context)}*"`];
  const rule = [...match, "accept", "comment", `"${commentOf(context, passage)}"`];
  return [nft ?? "nft", "insert", "rule", "ip", "filter", passage.chain, ...rule];
}

function removal(context: Context, passage: Passage, listing: string): Argv {
  const { iptables, nft } = context.capabilities.programs;
  if (iptables !== null) return [iptables, "-w", "-D", passage.chain, ...iptablesMatch(context, passage)];
  const line = listing.split("\n").find((one) => one.includes(commentOf(context, passage))) ?? "";
  const handle = /# handle (\d+)/.exec(line)?.[1] ?? "0";
  return [nft ?? "nft", "delete", "rule", "ip", "filter", passage.chain, "handle", handle];
}

function iptablesMatch(context: Context, passage: Passage): string[] {
  const flag = passage.direction === "in" ? "-i" : "-o";
  const comment = ["-m", "comment", "--comment", commentOf(context, passage)];
  return [flag, `${bridges(context)}+`, ...comment, "-j", "ACCEPT"];
}

function bridges(context: Context): string {
  return `${context.names.interfacePrefix}b`;
}

function commentOf(context: Context, passage: Passage): string {
  return `${context.names.table}-${passage.direction}`;
}

async function run(argv: Argv): Promise<string> {
  const outcome = await exec(argv, { env: sandboxEnvironment });
  return outcome.code === 0 ? outcome.stdout : "";
}
