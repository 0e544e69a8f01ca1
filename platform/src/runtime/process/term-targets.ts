import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { childrenOf, commandLineOf, type ProcessEntry } from "./process-tree.ts";

const SHELLS = new Set(["sh", "dash", "bash", "ash", "zsh", "ksh", "busybox"]);
const LAUNCHERS = /^(npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack)(-cli)?(\.c?js)?$/;
/** Bit of SIGTERM in the masks of /proc/PID/status. */
const TERM_BIT = 1n << 14n;

/**
 * Who is asked to end: the app's own programs. A shell that does not handle TERM dies of it and takes its program's
 * exit code with it, npm and its kin leave before their program has drained; both end by themselves when what they
 * started has ended, so the signal goes to that.
 */
export async function termTargets(
  roots: readonly number[],
  processes: readonly ProcessEntry[],
): Promise<number[]> {
  const found = await Promise.all(roots.map((pid) => targetsBelow(pid, processes)));
  return found.flat();
}

async function targetsBelow(pid: number, processes: readonly ProcessEntry[]): Promise<number[]> {
  const children = childrenOf(pid, processes);
  if (children.length === 0 || !(await isGoBetween(pid))) return [pid];
  return termTargets(children, processes);
}

async function isGoBetween(pid: number): Promise<boolean> {
  const [commandLine, status] = await Promise.all([
    commandLineOf(pid),
    readFile(`/proc/${pid}/status`, "utf8").catch(() => ""),
  ]);
  const words = commandLine.split("\0");
  if (isLauncher(words)) return true;
  return SHELLS.has(programOf(words[0] ?? "")) && !handlesTerm(status);
}

/** `node …/npm-cli.js start`, or `npm start`, which npm calls itself once it runs. */
export function isLauncher(words: readonly string[]): boolean {
  const program = programOf((words[0] ?? "").split(" ")[0] ?? "");
  if (LAUNCHERS.test(program)) return true;
  return program === "node" && words.slice(1, 3).some((word) => LAUNCHERS.test(basename(word)));
}

/** True if the process catches SIGTERM, by the text of its /proc/PID/status. */
export function handlesTerm(status: string): boolean {
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return mask !== undefined && (BigInt(`0x${mask}`) & TERM_BIT) !== 0n;
}

function programOf(word: string): string {
  return basename(word).replace(/^-/, "");
}
