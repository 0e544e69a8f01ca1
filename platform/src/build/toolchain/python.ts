import { readdir, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { exec } from "../../base/exec.ts";
import { BuildFailed } from "../build-failed.ts";
import { findPrograms } from "./find-programs.ts";
import type { ToolSource } from "./tool-source.ts";

/** App Platform's own default. */
const DEFAULT_VERSION = "3.13";

const NAMES = ["python3", ...Array.from({ length: 13 }, (_none, index) => `python3.${index + 6}`)];

/** Venvs below 3.8 are not worth the trouble any more. */
const OLDEST_MINOR = 8;

export interface PythonTool {
  /** `3.11.7`. */
  readonly version: string;
  readonly program: string;
  /** Directory that has to be shown to run it; null: programs of the system are shown anyway. */
  readonly mount: string | null;
}

/**
 * The interpreter of this machine that is nearest to the version an app asks for; between two equally near ones
 * the newer. Says so when it is another one.
 * @param wanted `3.10.4`, `3.10`, `3`; null: the default
 * @throws BuildFailed if the machine has no Python that can make a venv
 */
export async function findPython(wanted: string | null, source: ToolSource): Promise<PythonTool> {
  const pythons = await presentPythons(source);
  const asked = parseVersion(wanted ?? DEFAULT_VERSION) ?? parseVersion(DEFAULT_VERSION) ?? [3];
  const nearest = [...pythons].sort((a, b) => distance(a, asked) - distance(b, asked) || compare(b, a))[0];
  if (!nearest) {
    const message = "this machine has no Python 3 with venv; install python3 and python3-venv";
    throw new BuildFailed("BuildJobFailed", message);
  }
  if (wanted !== null && !fits(nearest, asked)) {
    source.say(`Python ${wanted} is not on this machine: the nearest one, ${nearest.version}, is used`);
  }
  return nearest;
}

async function presentPythons(source: ToolSource): Promise<PythonTool[]> {
  const { searchPath, userHome } = source.machine;
  const versioned = await versionDirectories([
    ...searchPath
      .split(":")
      .filter((directory) => basename(directory) === "shims")
      .map((shims) => join(shims, "../versions")),
    join(userHome, ".pyenv/versions"),
    join(userHome, ".local/share/uv/python"),
  ]);
  // A shim is a script that asks pyenv, which knows only the versions chosen for its own directory.
  const plain = searchPath.split(":").filter((directory) => basename(directory) !== "shims");
  const found = await findPrograms(NAMES, [...plain, ...source.machine.usualPlaces, ...versioned].join(":"));
  const programs = new Set(await Promise.all(found.map((path) => realpath(path))));
  const described = await Promise.all([...programs].map(describe));
  const { isRoot, programs: boxes } = source.machine.capabilities;
  // Without a box the app's user cannot enter the private home of ours.
  const withinReach = (python: PythonTool): boolean =>
    !isRoot || boxes.bwrap !== null || python.mount === null;
  return described.filter((python) => python !== undefined).filter(withinReach);
}

async function versionDirectories(roots: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    [...new Set(roots)].map(async (root) => {
      const names = await readdir(root).catch(() => []);
      return names.map((name) => join(root, name, "bin"));
    }),
  );
  return lists.flat();
}

async function describe(program: string): Promise<PythonTool | undefined> {
  const question =
    "import ensurepip, sys, venv; print('%d.%d.%d' % sys.version_info[:3]); print(sys.base_prefix)";
  const outcome = await exec([program, "-I", "-c", question], { env: {}, timeoutMs: 10_000 });
  const [version, prefix] = outcome.stdout.trim().split("\n");
  if (outcome.code !== 0 || version === undefined || prefix === undefined) return undefined;
  if ((parseVersion(version)?.[1] ?? 0) < OLDEST_MINOR) return undefined;
  const system = prefix === "/usr" || prefix === "/usr/local";
  return { version, program, mount: system ? null : await realpath(dirname(dirname(program))) };
}

function parseVersion(text: string): number[] | undefined {
  const match = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return match?.slice(1).flatMap((part) => (part === undefined ? [] : [Number(part)]));
}

/** Minors count first; within the wanted minor the nearest patch. */
function distance(python: PythonTool, asked: readonly number[]): number {
  const [major = 3, minor = 0, patch = 0] = parseVersion(python.version) ?? [];
  const [wantedMajor = 3, wantedMinor = minor, wantedPatch = patch] = asked;
  const patches = minor === wantedMinor ? Math.abs(patch - wantedPatch) : 0;
  return Math.abs(major - wantedMajor) * 1e6 + Math.abs(minor - wantedMinor) * 1e3 + patches;
}

function fits(python: PythonTool, asked: readonly number[]): boolean {
  const version = parseVersion(python.version) ?? [];
  return asked.every((part, index) => version[index] === part);
}

function compare(a: PythonTool, b: PythonTool): number {
  return a.version.localeCompare(b.version, "en", { numeric: true });
}
