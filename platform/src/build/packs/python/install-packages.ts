import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Argv } from "../../../base/exec.ts";
import type { Step } from "../../build-box.ts";
import type { PythonTool } from "../../toolchain/python.ts";
import { findPythonManager, managerProgram, type PythonManager } from "../../toolchain/python-manager.ts";
import type { PackContext, PackOf } from "../pack.ts";
import { VENV } from "./venv.ts";

/** Runs the project's package manager on the venv. */
export async function installPackages(
  pack: PackOf<"python">,
  python: PythonTool,
  context: PackContext,
): Promise<void> {
  const { box, dependencies, tools } = context;
  const pipCache = await dependencies.downloads("pip");
  const pip = { env: { PIP_CACHE_DIR: pipCache }, writable: [pipCache] };
  // From 3.12 on a venv comes without setuptools, which older packages need to be there.
  if (python.version.startsWith("3.12.")) {
    await box.run({
      name: "pip install setuptools wheel",
      command: ["python", "-m", "pip", "install", "--quiet", "setuptools<81", "wheel"],
      ...pip,
    });
  }
  if (pack.manager === "pip") {
    await box.run(await pipStep(pack, context, pip));
    return;
  }
  const directory = await findPythonManager(pack.manager, python, tools);
  box.provide({ mounts: [directory] });
  const cache = await dependencies.downloads(pack.manager);
  const program = managerProgram(directory, pack.manager);
  await box.run(await managerStep(pack.manager, program, cache, context));
}

type StepSettings = Pick<Step, "env" | "writable">;

async function pipStep(pack: PackOf<"python">, { box }: PackContext, pip: StepSettings): Promise<Step> {
  const wanted =
    pack.requirements ??
    ((await hasFile(box.place.directory, "requirements.txt")) ? "requirements.txt" : null);
  const what = wanted === null ? (["--editable", "."] as const) : (["-r", wanted] as const);
  return {
    name: `pip install ${what.join(" ")}`,
    command: ["python", "-m", "pip", "install", "--progress-bar", "off", ...what],
    ...pip,
  };
}

async function managerStep(
  manager: PythonManager,
  program: Argv,
  cache: string,
  { box }: PackContext,
): Promise<Step> {
  const writable = [cache];
  switch (manager) {
    case "pipenv": {
      const locked = await hasFile(box.place.directory, "Pipfile.lock");
      const env = {
        PIPENV_CACHE_DIR: cache,
        PIP_CACHE_DIR: cache,
        PIPENV_VERBOSITY: "-1",
        PIPENV_NOSPIN: "1",
      };
      const args = locked ? ["sync"] : ["install", "--skip-lock"];
      return { name: `pipenv ${args.join(" ")}`, command: [...program, ...args], env, writable };
    }
    case "poetry": {
      const env = { POETRY_CACHE_DIR: cache, POETRY_VIRTUALENVS_CREATE: "false", POETRY_NO_INTERACTION: "1" };
      const args = ["install", "--only", "main", "--no-root"];
      return { name: `poetry ${args.join(" ")}`, command: [...program, ...args], env, writable };
    }
    case "uv": {
      const venv = join(box.place.inside, VENV);
      const env = { UV_CACHE_DIR: cache, UV_PROJECT_ENVIRONMENT: venv, UV_PYTHON: join(venv, "bin/python") };
      const args = ["sync", "--locked", "--no-default-groups", "--inexact"];
      const link = { UV_LINK_MODE: "copy", UV_NO_PROGRESS: "1", UV_PYTHON_DOWNLOADS: "never" };
      return {
        name: `uv ${args.join(" ")}`,
        command: [...program, ...args],
        env: { ...env, ...link },
        writable,
      };
    }
  }
}

async function hasFile(directory: string, name: string): Promise<boolean> {
  return access(join(directory, name)).then(
    () => true,
    () => false,
  );
}
