import { readFile } from "node:fs/promises";

export interface Status {
  readonly childPid: number | null;
  readonly exitCode: number | null;
}

/** What bubblewrap or our wrapper has noted so far; a line that is not whole yet counts as absent. */
export async function readStatus(path: string): Promise<Status> {
  const text = await readFile(path, "utf8").catch(() => "");
  return { childPid: numberOf(text, "child-pid"), exitCode: numberOf(text, "exit-code") };
}

function numberOf(text: string, key: string): number | null {
  const match = new RegExp(`"${key}": (\\d+)[ ,}]`).exec(text);
  return match?.[1] === undefined ? null : Number(match[1]);
}
