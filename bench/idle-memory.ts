import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { harbour } from "../test/kit.ts";

const SETTLE_MS = 15_000;
const GOAL_MB = 130;

/**
 * Idle memory (PSS) of control plane and router with full-stack up and detached. Run it with the compiled command
 * (ASHORE_BIN) to measure what is published.
 */
export async function idleMemory(): Promise<void> {
  const at = await harbour();
  try {
    const outcome = await at.ashore(["up", at.guest("full-stack"), "--detach"]);
    if (outcome.code !== 0) throw new Error(outcome.stdout + outcome.stderr);
    await sleep(SETTLE_MS);
    const server = pssOf(at.home, "server");
    const router = pssOf(at.home, "router");
    const total = server + router;
    console.log(
      `Idle memory (PSS): control plane ${mb(server)}, router ${mb(router)}, both ${mb(total)} (goal ${GOAL_MB} MB)`,
    );
  } finally {
    await at.end();
  }
}

function pssOf(home: string, command: string): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      const env = readFileSync(`/proc/${pid}/environ`, "utf8");
      if (!words.includes(command) || !env.includes(`ASHORE_HOME=${home}\0`)) continue;
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) * 1024;
    } catch {
      // It ended while we looked, or is none of ours.
    }
  }
  throw new Error(`No ${command} of ${home} runs`);
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

if (import.meta.main) await idleMemory();
