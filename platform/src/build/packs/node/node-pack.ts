import type { BuildPack, PackContext, PackOf, PackResult } from "../pack.ts";
import { BuildFailed } from "../../build-failed.ts";
import { findNode } from "../../toolchain/node.ts";
import { findNpm, findPnpm, findYarn, type NodeManager } from "../../toolchain/node-manager.ts";
import { provideHeaders } from "./compile-headers.ts";
import { installDependencies } from "./install.ts";
import { managerCommands, type ManagerCommands } from "./manager-commands.ts";
import { readProject, type NodeProject } from "./project.ts";

/** Heap a build's Node may use unless the app says otherwise, as on App Platform. */
const HEAP_MIB = 2560;

/** Install, then the build script; the spec's own command follows, then the prune. */
export const nodePack: BuildPack<"node"> = async (pack, context) => {
  const { box, request } = context;
  const project = await readProject(box.place.directory, pack.lockfile);
  const { manager, nodeVersion } = await provideTools(pack, project, context);
  const commands = managerCommands(manager, project, await context.dependencies.downloads(manager.name));
  await runScript(project.scripts["heroku-prebuild"] && "heroku-prebuild", commands, context);
  await installDependencies({ pack, project, manager, nodeVersion, commands }, context);
  try {
    await runScript(pack.buildScript, commands, context);
  } catch (error) {
    throw withHashHint(error, nodeVersion, context);
  }
  const prunes = pack.prune && project.hasDevDependencies && request.inputs.output === null;
  return {
    processes: defaultProcesses(pack, project, manager),
    // npm's news of its own newer version would be the last thing that a crashed app prints.
    env: { NODE_ENV: "production", npm_config_update_notifier: "false" },
    ...(prunes ? { finish: () => prune(commands, context) } : {}),
  };
};

async function provideTools(pack: PackOf<"node">, project: NodeProject, context: PackContext) {
  const { box, report, tools, request } = context;
  const node = await findNode(pack.nodeRange, tools);
  const npm = await findNpm(pack.manager === "npm" ? pack.managerVersion : null, node.version, tools);
  const manager = pack.manager === "npm" ? npm : await findOther(pack, project, context);
  report.say(`Node ${node.version}, ${manager.name} ${manager.version}`);
  const heap = Math.min(HEAP_MIB, Math.floor((request.inputs.memoryBytes / 1024 / 1024) * 0.75));
  box.provide({
    path: [...new Set([node.bin, manager.bin, npm.bin]), "node_modules/.bin"],
    mounts: [...node.mounts, manager.mount, npm.mount],
    env: {
      NODE_OPTIONS: `--max_old_space_size=${heap}`,
      npm_config_update_notifier: "false",
    },
  });
  await provideHeaders(node, box.place.home.host, request.uid);
  return { manager, nodeVersion: node.version };
}

function findOther(pack: PackOf<"node">, project: NodeProject, { tools }: PackContext): Promise<NodeManager> {
  return pack.manager === "yarn"
    ? findYarn(pack.managerVersion, project.yarn === "berry", tools)
    : findPnpm(pack.managerVersion, project.pnpmLockfileVersion, tools);
}

async function runScript(
  script: string | null | undefined,
  commands: ManagerCommands,
  { box }: PackContext,
): Promise<void> {
  if (!script) return;
  const step = commands.run(script);
  await box.run(step);
}

/** Webpack 4, and what carries it along, hashes with MD4, which OpenSSL 3 has switched off: Node 17 and newer. */
function withHashHint(error: unknown, nodeVersion: string, { report }: PackContext): unknown {
  const isHash = report.lastLines().some((line) => line.includes("ERR_OSSL_EVP_UNSUPPORTED"));
  if (!(error instanceof BuildFailed) || !isHash) return error;
  const hint = `the app's bundler is too old for Node ${nodeVersion}; name "16.x" under engines.node in package.json, or update it`;
  return new BuildFailed(error.reason, error.message, hint);
}

async function prune(commands: ManagerCommands, { box, report }: PackContext): Promise<void> {
  if (commands.prune) await box.run(commands.prune);
  else report.say("Development dependencies are kept: this package manager cannot prune a workspace");
}

function defaultProcesses(
  pack: PackOf<"node">,
  project: NodeProject,
  manager: NodeManager,
): PackResult["processes"] {
  if (pack.startScript) return { web: `${manager.name} start` };
  return project.hasServerFile ? { web: "npm start" } : {};
}
