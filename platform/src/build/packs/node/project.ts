import { access, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** What the files of a Node project say of how it is to be installed. */
export interface NodeProject {
  readonly scripts: Readonly<Record<string, string>>;
  readonly hasServerFile: boolean;
  /** `berry`: yarn 2 or newer without a yarn of its own in the repository. */
  readonly yarn: "classic" | "berry";
  /** As pnpm-lock.yaml says it. */
  readonly pnpmLockfileVersion: string | null;
  readonly isWorkspace: boolean;
  readonly hasDevDependencies: boolean;
  /** Texts that decide what an install makes; null: it depends on more than that. */
  readonly decisive: Readonly<Record<string, string>> | null;
}

/** Scripts npm, yarn and pnpm run on install; they may read any file of the project. */
const INSTALL_SCRIPTS = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "preprepare",
  "prepare",
  "postprepare",
];

/** Files that change an install besides the manifest; Prisma's own install script reads its schema. */
const DECISIVE =
  /^(?:package\.json|\.npmrc|\.yarnrc|\.yarnrc\.yml|\.pnpmfile\.cjs|binding\.gyp|schema\.prisma)$/;

const LOCAL_PACKAGE = /"(?:file|link|portal|workspace|patch):/;

export async function readProject(directory: string, lockfile: string | null): Promise<NodeProject> {
  const manifestText = await readText(join(directory, "package.json"));
  const manifest = parseManifest(manifestText);
  const lockText = lockfile === null ? null : await readText(join(directory, lockfile));
  const yarnrc = await readText(join(directory, ".yarnrc.yml"));
  const isWorkspace = "workspaces" in manifest || (await isThere(join(directory, "pnpm-workspace.yaml")));
  const scripts = recordOf(manifest["scripts"]);
  return {
    scripts,
    hasServerFile: await isThere(join(directory, "server.js")),
    yarn: /^__metadata:/m.test(lockText ?? "") && !/^yarnPath:/m.test(yarnrc) ? "berry" : "classic",
    pnpmLockfileVersion: /^lockfileVersion:\s*['"]?([\d.]+)/m.exec(lockText ?? "")?.[1] ?? null,
    isWorkspace,
    hasDevDependencies: isWorkspace || Object.keys(recordOf(manifest["devDependencies"])).length > 0,
    decisive:
      !isWorkspace && isSelfContained(manifestText, scripts) ? await readDecisive(directory, lockText) : null,
  };
}

function recordOf(value: unknown): Record<string, string> {
  return typeof value === "object" && value !== null ? (value as Record<string, string>) : {};
}

function isSelfContained(manifestText: string, scripts: Readonly<Record<string, string>>): boolean {
  return !INSTALL_SCRIPTS.some((name) => name in scripts) && !LOCAL_PACKAGE.test(manifestText);
}

async function readDecisive(directory: string, lockText: string | null): Promise<NodeProject["decisive"]> {
  if (lockText === null || (await isThere(join(directory, "patches")))) return null;
  const texts: Record<string, string> = { lockfile: lockText };
  for (const folder of ["", "prisma"]) {
    const names = await readdir(join(directory, folder)).catch(() => []);
    for (const name of names.filter((one) => DECISIVE.test(one) || one.endsWith(".prisma"))) {
      texts[join(folder, name)] = await readText(join(directory, folder, name));
    }
  }
  return texts;
}

function parseManifest(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // npm says it better, with the place.
    return {};
  }
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
