import { PlatformError } from "../../../base/errors.ts";
import { exec } from "../../../base/exec.ts";
import { sandboxEnvironment } from "../../../base/sandbox.ts";
import type { Context } from "../context.ts";

const TIMEOUT_MS = 10_000;

/** Runs lines of `ip -batch`, in the namespace if one is named. @throws PlatformError `NETWORK_SETUP_FAILED` */
export async function ipBatch(context: Context, lines: readonly string[], namespace?: string): Promise<void> {
  if (lines.length === 0) return;
  const where = namespace === undefined ? [] : ["-n", namespace];
  await run(context.capabilities.programs.ip, [...where, "-batch", "-"], `${lines.join("\n")}\n`);
}

/** Like `ipBatch`, but goes on after lines that fail: for removing what may be gone already. */
export async function ipBatchForced(context: Context, lines: readonly string[]): Promise<void> {
  const { ip } = context.capabilities.programs;
  if (ip === null || lines.length === 0) return;
  const input = `${lines.join("\n")}\n`;
  await exec([ip, "-force", "-batch", "-"], { env: sandboxEnvironment, input, timeoutMs: TIMEOUT_MS });
}

/** What `ip -json …` answers. */
export async function ipJson(context: Context, args: readonly string[]): Promise<unknown> {
  const text = await run(context.capabilities.programs.ip, ["-json", ...args]);
  return text.trim() === "" ? [] : JSON.parse(text);
}

export async function nft(context: Context, script: string): Promise<void> {
  await run(context.capabilities.programs.nft, ["-f", "-"], script);
}

async function run(program: string | null, args: readonly string[], input?: string): Promise<string> {
  const path = program ?? "ip";
  const options = { env: sandboxEnvironment, timeoutMs: TIMEOUT_MS };
  const outcome = await exec([path, ...args], input === undefined ? options : { ...options, input });
  if (outcome.code === 0) return outcome.stdout;
  const reason = outcome.stderr.trim().split("\n")[0] ?? "";
  throw new PlatformError("NETWORK_SETUP_FAILED", `the app's inner network could not be set up: ${reason}`, {
    hint: "`ashore status` says which mode is on",
  });
}
