import { existsSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../base/errors.ts";
import { stepFailed } from "../../build-box.ts";
import { dependencyKey } from "../../dependency-cache.ts";
import type { NodeManager } from "../../toolchain/node-manager.ts";
import type { PackContext, PackOf } from "../pack.ts";
import type { ManagerCommands } from "./manager-commands.ts";
import type { NodeProject } from "./project.ts";

const KIND = "node_modules";

/** npm's word for a lockfile that does not match package.json, or is not there. */
const LOCKFILE_MISMATCH = "EUSAGE";

/** Variables by which install scripts of packages are known to do something else. */
const DECISIVE_VARIABLE =
  /^(?:npm|yarn|pnpm|node|prisma|puppeteer|playwright|cypress|electron|sentry|sharp)_|skip|download|mirror/i;

export interface Install {
  readonly pack: PackOf<"node">;
  readonly project: NodeProject;
  readonly manager: NodeManager;
  readonly nodeVersion: string;
  readonly commands: ManagerCommands;
}

/** Puts the packages of the lockfile in place, from an earlier install of the very same ones if there is one. */
export async function installDependencies(install: Install, context: PackContext): Promise<void> {
  const { dependencies, report } = context;
  const key = keyOf(install, context);
  const modules = join(context.box.place.directory, "node_modules");
  if (key !== null && (await dependencies.restore(KIND, key, modules))) {
    report.say("The lockfile is unchanged: node_modules is reused");
    return;
  }
  const locked = await runInstall(install, context);
  // Without a dependency there is nothing to keep.
  if (key === null || !locked || !existsSync(modules)) return;
  await dependencies.save(KIND, key, modules).catch((error: unknown) => {
    report.say(`node_modules is not kept for the next build: ${messageOf(error)}`);
  });
}

/** Null: the install depends on more than what a key can hold. */
function keyOf({ project, manager, nodeVersion }: Install, { request, box }: PackContext): string | null {
  if (project.decisive === null) return null;
  const { name, version } = manager;
  const variables = Object.entries(request.env).filter(([variable]) => DECISIVE_VARIABLE.test(variable));
  return dependencyKey([project.decisive, name, version, nodeVersion, box.place.inside, variables.sort()]);
}

/** @returns false if the lockfile was not followed */
async function runInstall({ pack, commands }: Install, { box, report }: PackContext): Promise<boolean> {
  if (pack.lockfile === null) {
    report.say("There is no lockfile: the newest versions that fit are installed");
    await box.run(commands.looseInstall);
    return false;
  }
  if (pack.manager !== "npm") return (await box.run(commands.install), true);
  const outcome = await box.run({ ...commands.install, mayFail: true });
  if (outcome.code === 0) return true;
  if (!`${outcome.stdout}${outcome.stderr}`.includes(LOCKFILE_MISMATCH))
    throw stepFailed(commands.install, outcome);
  report.say(`${pack.lockfile} does not match package.json: npm install takes the place of npm ci`);
  await box.run(commands.looseInstall);
  return false;
}
