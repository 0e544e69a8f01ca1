import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { probeHost, type HostCapabilities } from "../../base/sandbox.ts";
import type { BuildInputs, Pack } from "../../plan/plan.ts";
import type { Artifact } from "../../plan/artifact.ts";
import type { BuildFailure, BuildOutcome, BuildRequest } from "../builder.ts";
import { directoryBuilder } from "../directory-builder.ts";
import { usualPlaces, type BuildMachine } from "../machine.ts";
import { removeTree } from "../trees.ts";

const GIBIBYTE = 1024 ** 3;
const BUILD_UID = 21_917;

/** Variables of the machine under test that let package managers reach their registries. */
const PASSED =
  /^(?:https?_proxy|no_proxy|.*_CA_.*|SSL_CERT_.*|PIP_.*|REQUESTS_CA_BUNDLE|npm_config_registry|GOPROXY|GONOSUMDB|GOFLAGS)$/i;

/** A builder in a temporary home, and sources to give it. */
export interface BuildKit {
  readonly machine: BuildMachine;
  readonly builder: ReturnType<typeof directoryBuilder>;
  /** Lines of all builds so far. */
  readonly lines: string[];
  /** Writes a source tree; a text beginning with `#!` becomes executable. @returns its root */
  source(files: Readonly<Record<string, string>>): Promise<string>;
  build(root: string, inputs: Partial<BuildInputs>, more?: Partial<BuildRequest>): Promise<BuildOutcome>;
  /** As `build`, for a build that has to succeed or to fail. */
  artifact(root: string, inputs: Partial<BuildInputs>, more?: Partial<BuildRequest>): Promise<Artifact>;
  failure(root: string, inputs: Partial<BuildInputs>, more?: Partial<BuildRequest>): Promise<BuildFailure>;
  /** Scratch directories that are there now. */
  scratch(): Promise<string[]>;
  remove(): Promise<void>;
}

/** Toolchains fetched by tests stay here from run to run, as other tools keep their caches. */
const TOOLCHAINS = fileURLToPath(
  new URL("../../../../node_modules/.cache/ashore-toolchains", import.meta.url),
);

export interface KitOptions {
  readonly capabilities?: (probed: HostCapabilities) => HostCapabilities;
  readonly machine?: Partial<BuildMachine>;
}

export async function openKit(options: KitOptions = {}): Promise<BuildKit> {
  const base = await mkdtemp(join(tmpdir(), "ashore-build-"));
  await chmod(base, 0o755);
  const home = join(base, "home");
  await mkdir(home);
  const probed = await probeHost({ scratch: home, path: process.env["PATH"] ?? "" });
  const machine: BuildMachine = {
    home,
    toolchains: TOOLCHAINS,
    cache: join(base, "cache"),
    capabilities: options.capabilities?.(probed) ?? probed,
    passEnv: passedVariables(),
    searchPath: process.env["PATH"] ?? "",
    usualPlaces,
    userHome: homedir(),
    clock: systemClock,
    log: silentLog,
    ...options.machine,
  };
  return kit(base, machine);
}

function kit(base: string, machine: BuildMachine): BuildKit {
  const builder = directoryBuilder(machine);
  const lines: string[] = [];
  let sources = 0;
  const build: BuildKit["build"] = async (root, inputs, more) =>
    builder.build({
      ...(await request(base, machine, root, inputs)),
      onLine: (line) => lines.push(line),
      ...more,
    });
  return {
    machine,
    builder,
    lines,
    build,
    source: (files) => writeSource(join(base, `source-${++sources}`), files),
    artifact: async (...args) => {
      const { artifact, failure } = await build(...args);
      if (!artifact) throw new Error(`${failure.message}\n${failure.lastLines.join("\n")}`);
      return artifact;
    },
    failure: async (...args) => {
      const { failure } = await build(...args);
      if (!failure) throw new Error("the build did not fail");
      return failure;
    },
    scratch: () => readdir(join(machine.home, "scratch/builds")).catch(() => []),
    remove: () => removeTree(base),
  };
}

async function request(
  base: string,
  machine: BuildMachine,
  root: string,
  inputs: Partial<BuildInputs>,
): Promise<BuildRequest> {
  const files = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return {
    app: "app",
    component: "web",
    inputs: {
      source: { source: "checkout", directory: "", treeHash: root, commit: null },
      packs: [{ kind: "files" }],
      buildCommand: null,
      env: [],
      output: null,
      memoryBytes: 2 * GIBIBYTE,
      timeoutMs: 120_000,
      ...inputs,
    },
    sourceRoot: root,
    files,
    env: {},
    uid: machine.capabilities.isRoot ? BUILD_UID : null,
    generation: 0,
    logFile: join(base, "build.log"),
    onLine: () => undefined,
    signal: new AbortController().signal,
    log: silentLog,
  };
}

async function writeSource(root: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
  }
  return root;
}

function passedVariables(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => PASSED.test(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? ""]));
}

/** A Node pack as plan makes it for npm. */
export function npmPack(more: Partial<Extract<Pack, { kind: "node" }>> = {}): Pack {
  return {
    kind: "node",
    manager: "npm",
    managerVersion: null,
    nodeRange: null,
    lockfile: "package-lock.json",
    buildScript: null,
    startScript: false,
    prune: false,
    ...more,
  };
}

export function pipPack(more: Partial<Extract<Pack, { kind: "python" }>> = {}): Pack {
  return {
    kind: "python",
    manager: "pip",
    requirements: "requirements.txt",
    version: null,
    collectstatic: null,
    ...more,
  };
}

export async function readLines(file: string): Promise<string[]> {
  return (await readFile(file, "utf8")).trimEnd().split("\n");
}
