import { join } from "node:path";
import { PlatformError } from "../../base/errors.ts";
import { exec, type Argv } from "../../base/exec.ts";
import { ownEnvironment } from "../machine.ts";
import type { PythonTool } from "./python.ts";
import { makeOnce, type ToolSource } from "./tool-source.ts";

const FETCH_TIMEOUT_MS = 600_000;

export type PythonManager = "pipenv" | "poetry" | "uv";

/**
 * pipenv, poetry or uv in a venv of its own among the toolchains, one for each Python minor.
 * @returns the tool's directory, which has to be shown to run it with `managerProgram`
 * @throws PlatformError `TOOLCHAIN_FETCH_FAILED`
 */
export async function findPythonManager(
  name: PythonManager,
  python: PythonTool,
  source: ToolSource,
): Promise<string> {
  const minor = python.version.split(".").slice(0, 2).join(".");
  const directory = join(source.machine.toolchains, name, `python-${minor}`);
  await makeOnce(directory, async (scratch) => {
    source.say(`Fetching ${name}`);
    await run([python.program, "-m", "venv", scratch], name, source);
    await run([join(scratch, "bin/python"), "-m", "pip", "install", "--quiet", name], name, source);
  });
  return directory;
}

/** The venv was moved after it was made, so its scripts name a place that is gone; its modules do not. */
export function managerProgram(directory: string, name: PythonManager): Argv {
  return [join(directory, "bin/python"), "-I", "-m", name];
}

async function run(command: Argv, name: string, source: ToolSource): Promise<void> {
  const env = { ...ownEnvironment(source.machine), PIP_DISABLE_PIP_VERSION_CHECK: "1" };
  const outcome = await exec(command, { env, cwd: "/", timeoutMs: FETCH_TIMEOUT_MS, signal: source.signal });
  source.signal.throwIfAborted();
  if (outcome.code === 0) return;
  throw new PlatformError("TOOLCHAIN_FETCH_FAILED", `${name} could not be fetched with pip`, {
    hint: "Is the package index of this machine's pip reachable?",
    cause: new Error(outcome.stderr.trim()),
  });
}
