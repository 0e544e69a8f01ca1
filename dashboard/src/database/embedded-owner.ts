import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../base/failure.ts";

/**
 * Makes this process the only one that may use the directory, until the returned function is called. A name that a
 * killed process left there counts for nothing.
 */
export async function ownDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, "owner");
  const owner = (await readFile(file, "utf8").catch(() => "")).trim();
  if (owner !== "") {
    if (owner === (await identify(Number(owner.split(" ")[0]))))
      throw new Failure("DIRECTORY_IN_USE", `process ${owner.split(" ")[0] ?? ""} uses ${directory}`, {
        hint: "stop it, or set DATA_DIR to another directory",
      });
    await rm(file, { force: true });
  }
  const handle = await open(file, "wx", 0o600).catch((cause: unknown) => {
    throw new Failure("DIRECTORY_IN_USE", `another process has just begun to use ${directory}`, { cause });
  });
  await handle.writeFile((await identify(process.pid)) ?? String(process.pid));
  await handle.close();
  return () => rm(file, { force: true });
}

/** A pid with the moment it started, since pids are given again; null: there is no such process. */
async function identify(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return null;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in parentheses may hold anything; the start time is the 20th field after it.
  const startedAt = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return `${pid} ${startedAt}`.trim();
}
