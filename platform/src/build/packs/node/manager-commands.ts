import type { Step } from "../../build-box.ts";
import type { NodeManager } from "../../toolchain/node-manager.ts";
import type { NodeProject } from "./project.ts";

/** The commands of one package manager. */
export interface ManagerCommands {
  readonly install: Step;
  /** For when there is no lockfile, or one that does not match. */
  readonly looseInstall: Step;
  readonly run: (script: string) => Step;
  /** Null where the manager cannot. */
  readonly prune: Step | null;
}

/** @param downloads directory for the manager's own cache */
export function managerCommands(
  manager: NodeManager,
  project: NodeProject,
  downloads: string,
): ManagerCommands {
  const [major = 0] = manager.version.split(".").map(Number);
  if (manager.name === "npm") return npmCommands(downloads, major);
  if (manager.name === "pnpm") return pnpmCommands(downloads, project);
  return major === 1 ? yarnClassicCommands(downloads, project) : yarnBerryCommands(downloads, major);
}

function npmCommands(downloads: string, major: number): ManagerCommands {
  const settings = { env: { npm_config_cache: downloads }, writable: [downloads] };
  const quiet = ["--no-audit", "--no-fund"];
  // Development dependencies are wanted for the build also under NODE_ENV=production.
  const all = major >= 7 ? ["--include=dev"] : ["--production=false"];
  const prune = major >= 7 ? ["--omit=dev"] : ["--production"];
  return {
    install: { name: "npm ci", command: ["npm", "ci", ...all, ...quiet], ...settings },
    looseInstall: { name: "npm install", command: ["npm", "install", ...all, ...quiet], ...settings },
    run: (script) => ({ name: `npm run ${script}`, command: ["npm", "run", script], ...settings }),
    prune: {
      name: "npm prune",
      command: ["npm", "prune", ...prune, "--ignore-scripts", ...quiet],
      ...settings,
    },
  };
}

function yarnClassicCommands(downloads: string, project: NodeProject): ManagerCommands {
  const settings = {
    env: { YARN_CACHE_FOLDER: downloads, YARN_GLOBAL_FOLDER: downloads, YARN_NODE_LINKER: "node-modules" },
    writable: [downloads],
  };
  const install = ["yarn", "install", "--non-interactive", "--production=false"] as const;
  const prune = ["yarn", "install", "--production", "--ignore-scripts", "--prefer-offline"] as const;
  return {
    install: {
      name: "yarn install --frozen-lockfile",
      command: [...install, "--frozen-lockfile"],
      ...settings,
    },
    looseInstall: { name: "yarn install", command: install, ...settings },
    run: (script) => ({ name: `yarn run ${script}`, command: ["yarn", "run", script], ...settings }),
    prune: project.isWorkspace ? null : { name: "yarn install --production", command: prune, ...settings },
  };
}

function yarnBerryCommands(downloads: string, major: number): ManagerCommands {
  // Plug'n'Play needs a loader that plain `node server.js` does not have.
  const settings = {
    env: { YARN_GLOBAL_FOLDER: downloads, YARN_NODE_LINKER: "node-modules", YARN_ENABLE_TELEMETRY: "0" },
    writable: [downloads],
  };
  const focus = ["yarn", "workspaces", "focus", "--all", "--production"] as const;
  return {
    install: { name: "yarn install --immutable", command: ["yarn", "install", "--immutable"], ...settings },
    looseInstall: {
      name: "yarn install",
      command: ["yarn", "install", "--no-immutable"],
      ...settings,
    },
    run: (script) => ({ name: `yarn run ${script}`, command: ["yarn", "run", script], ...settings }),
    prune: major >= 4 ? { name: "yarn workspaces focus --production", command: focus, ...settings } : null,
  };
}

function pnpmCommands(downloads: string, project: NodeProject): ManagerCommands {
  const settings = {
    env: {
      npm_config_store_dir: downloads,
      npm_config_manage_package_manager_versions: "false",
      npm_config_dangerously_allow_all_builds: "true",
      CI: "true",
    },
    writable: [downloads],
  };
  const install = ["pnpm", "install", "--prod=false"] as const;
  const { CI: _interactive, ...running } = settings.env;
  return {
    install: {
      name: "pnpm install --frozen-lockfile",
      command: [...install, "--frozen-lockfile"],
      ...settings,
    },
    looseInstall: { name: "pnpm install", command: [...install, "--no-frozen-lockfile"], ...settings },
    run: (script) => ({
      name: `pnpm run ${script}`,
      command: ["pnpm", "run", script],
      writable: settings.writable,
      env: running,
    }),
    prune: project.isWorkspace
      ? null
      : { name: "pnpm prune --prod", command: ["pnpm", "prune", "--prod", "--ignore-scripts"], ...settings },
  };
}
