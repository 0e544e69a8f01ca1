import { join } from "node:path";
import { PlatformError } from "../../base/errors.ts";
import { exec } from "../../base/exec.ts";
import { ownEnvironment } from "../machine.ts";
import type { PythonTool } from "./python.ts";
import { isThere, type ToolSource } from "./tool-source.ts";

const FETCH_TIMEOUT_MS = 600_000;

/**
 * pipenv, poetry or uv in a venv of its own among the toolchains, one for each Python minor.
 * @returns the tool's directory, which has to be shown to run it
 * @throws PlatformError `TOOLCHAIN_FETCH_FAILED`
 */
export async function findPythonManager(
  name: "pipenv" | "poetry" | "uv",
  python: PythonTool,
  source: ToolSource,
): Promise<string> {
  const minor = python.version.split(".").slice(0, 2).join(".");
  const directory = join(source.machine.toolchains, name, `python-${minor}`);
  const finished = join(directory, "bin", name);
  if (await isThere(finished)) return directory;
  source.say(`Fetching ${name}`);
  // A venv cannot be moved, so it is made in place; pip writes the program last, when all else is there.
  await run([python.program, "-m", "venv", "--clear", directory], name, source);
  await run([join(directory, "bin/python"), "-m", "pip", "install", "--quiet", name], name, source);
  return directory;
}

async function run(command: [string, ...string[]], name: string, source: ToolSource): Promise<void> {
  const env = { ...ownEnvironment(source.machine), PIP_DISABLE_PIP_VERSION_CHECK: "1" };
  const outcome = await exec(command, { env, cwd: "/", timeoutMs: FETCH_TIMEOUT_MS, signal: source.signal });
  source.signal.throwIfAborted();
  if (outcome.code === 0) return;
  throw new PlatformError("TOOLCHAIN_FETCH_FAILED", `${name} could not be fetched with pip`, {
    hint: "Is the package index of this machine's pip reachable?",
    cause: new Error(outcome.stderr.trim()),
  });
}
