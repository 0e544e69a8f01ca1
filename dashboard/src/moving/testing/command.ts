import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { startChild } from "../../base/child.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface Ended {
  /** null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command line in a process of its own. */
export async function migrateData(args: readonly string[]): Promise<Ended> {
  const { ended } = await startMigrateData(args);
  return ended;
}

export async function startMigrateData(args: readonly string[]) {
  const child = await startChild([process.execPath, main, ...args], { env: "inherit", ownGroup: false });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const streams = [child.stdout, child.stderr].map((stream) => finished(stream));
  const ended = Promise.all([child.ended, ...streams]).then(([{ code }]): Ended => ({ code, ...output }));
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended };
}
