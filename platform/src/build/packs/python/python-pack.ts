import { join } from "node:path";
import { messageOf } from "../../../base/errors.ts";
import { BuildFailed } from "../../build-failed.ts";
import { dependencyKey } from "../../dependency-cache.ts";
import { findPython, type PythonTool } from "../../toolchain/python.ts";
import type { BuildPack, PackContext, PackOf } from "../pack.ts";
import { collectStatic } from "./collect-static.ts";
import { installPackages } from "./install-packages.ts";
import { requirementsKey } from "./requirements-key.ts";
import { VENV } from "./venv.ts";

const KIND = "venv";

/** Packages into a venv inside the workspace, then Django's collectstatic. */
export const pythonPack: BuildPack<"python"> = async (pack, context) => {
  const { box, report, tools } = context;
  const python = await findPython(pack.version, tools);
  report.say(`Python ${python.version}`);
  box.provide({
    path: [`${VENV}/bin`],
    mounts: python.mount === null ? [] : [python.mount],
    env: { VIRTUAL_ENV: join(box.place.inside, VENV), PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1" },
  });
  try {
    await fillVenv(pack, python, context);
    if (pack.collectstatic !== null) await collectStatic(pack.collectstatic, context);
  } catch (error) {
    throw pack.version === null ? withVersionHint(error, python) : error;
  }
  return { processes: {}, env: runEnvironment(box.place.inside) };
};

/** Packages of some years ago do not build for, or run on, the default of today. */
function withVersionHint(error: unknown, { version }: PythonTool): unknown {
  if (!(error instanceof BuildFailed) || error.reason !== "BuildJobExitNonZero") return error;
  const hint = `no Python version is named, so ${version} was taken; a line like 3.11 in .python-version chooses another`;
  return new BuildFailed(error.reason, error.message, hint);
}

async function fillVenv(pack: PackOf<"python">, python: PythonTool, context: PackContext): Promise<void> {
  const { box, dependencies, report } = context;
  const venv = join(box.place.directory, VENV);
  const decisive = await requirementsKey(pack, context);
  const key = decisive && `${python.version}-${decisive}`;
  if (key !== null && (await dependencies.restore(KIND, key, venv))) {
    report.say("The requirements are unchanged: the installed packages are reused");
    return;
  }
  await makeVenv(python, context);
  await installPackages(pack, python, context);
  if (key === null) return;
  await dependencies.save(KIND, key, venv).catch((error: unknown) => {
    report.say(`The installed packages are not kept for the next build: ${messageOf(error)}`);
  });
}

/** An empty venv takes seconds, nearly all of it for pip, and is the same for every app. */
async function makeVenv(python: PythonTool, { box, dependencies }: PackContext): Promise<void> {
  const venv = join(box.place.directory, VENV);
  const inside = join(box.place.inside, VENV);
  const key = `${python.version}-empty-${dependencyKey([python.program, inside])}`;
  if (await dependencies.restore(KIND, key, venv)) return;
  await box.run({ name: "python -m venv", command: [python.program, "-m", "venv", inside] });
  if (inside !== venv) await dependencies.save(KIND, key, venv);
}

/** What the Python buildpack sets for running. */
function runEnvironment(workspace: string): Record<string, string> {
  return {
    LANG: "C.UTF-8",
    PYTHONUNBUFFERED: "true",
    PYTHONPATH: workspace,
    FORWARDED_ALLOW_IPS: "*",
    GUNICORN_CMD_ARGS: "--access-logfile -",
    VIRTUAL_ENV: join(workspace, VENV),
  };
}
