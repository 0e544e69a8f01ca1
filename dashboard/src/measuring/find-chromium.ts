import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Launcher } from "chrome-launcher";
import { runCommand } from "../base/child.ts";
import { Failure, messageOf } from "../base/failure.ts";
import { unpackChromium } from "./bundled-chromium.ts";
import { chromiumFlags, surveyGround } from "./chromium-flags.ts";

export interface FoundChromium {
  readonly path: string;
  readonly flags: readonly string[];
  /** Such as 156.0.8078.79. */
  readonly version: string;
  /** bundled: it came with our packages, because the machine has none. */
  readonly source: "configured" | "installed" | "bundled";
}

export interface FindChromiumOptions {
  /** The value of CHROME_PATH; null: look for one. */
  readonly chromePath: string | null;
  /** The value of PATH. */
  readonly searchPath: string;
  /** Where the bundled one is unpacked. Default: in the user's cache directory. */
  readonly cacheDirectory?: string;
  readonly log?: (line: string) => void;
}

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"] as const;
const VERSION_LIMIT_MS = 20_000;

/**
 * Finds a Chromium that starts: the configured one, one of the machine's, or the bundled one. One that is configured
 * and does not start is an error, not a reason to take another.
 * Throws a Failure `CHROMIUM_MISSING` that says what to install.
 */
export async function findChromium(options: FindChromiumOptions): Promise<FoundChromium> {
  const { path, version, source } = await findWorking(options);
  return { path, version, source, flags: chromiumFlags(await surveyGround(options.searchPath)) };
}

type Working = Omit<FoundChromium, "flags">;

async function findWorking(options: FindChromiumOptions): Promise<Working> {
  const { chromePath, searchPath } = options;
  if (chromePath !== null) return findConfigured(chromePath, searchPath);
  const complaints: string[] = [];
  for (const path of await listInstalled(searchPath)) {
    const tried = await tryChromium(path, searchPath);
    if ("version" in tried) return { path, version: tried.version, source: "installed" };
    complaints.push(tried.complaint);
  }
  try {
    return await findBundled(options);
  } catch (error) {
    complaints.push(messageOf(error));
    throw missing(complaints);
  }
}

async function findConfigured(path: string, searchPath: string): Promise<Working> {
  const tried = await tryChromium(path, searchPath);
  if ("version" in tried) return { path, version: tried.version, source: "configured" };
  throw new Failure(
    "CHROMIUM_MISSING",
    `CHROME_PATH names a program that does not start: ${tried.complaint}`,
    {
      hint: "correct CHROME_PATH, or leave it out to have a Chromium looked for",
    },
  );
}

async function findBundled({ searchPath, cacheDirectory, log }: FindChromiumOptions): Promise<Working> {
  log?.("no Chromium is installed; unpacking the bundled one");
  const path = await unpackChromium(cacheDirectory ?? join(homedir(), ".cache", "performance-dashboard"));
  const tried = await tryChromium(path, searchPath);
  if ("version" in tried) return { path, version: tried.version, source: "bundled" };
  throw new Error(tried.complaint);
}

/** What stands on the path, then whatever else the launcher's own search knows of. */
async function listInstalled(searchPath: string): Promise<readonly string[]> {
  const onPath: string[] = [];
  for (const directory of searchPath.split(delimiter).filter((one) => one !== ""))
    for (const name of names)
      if (await isExecutable(join(directory, name))) onPath.push(join(directory, name));
  return onPath.length > 0 ? onPath : askLauncher();
}

function askLauncher(): readonly string[] {
  try {
    return Launcher.getInstallations();
  } catch {
    // It throws when it finds none.
    return [];
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function tryChromium(
  path: string,
  searchPath: string,
): Promise<{ readonly version: string } | { readonly complaint: string }> {
  try {
    const env = { PATH: searchPath, HOME: homedir() };
    const { code, stdout, stderr, timedOut } = await runCommand([path, "--version"], {
      env,
      timeoutMs: VERSION_LIMIT_MS,
    });
    const version = /\d+\.\d+\.\d+\.\d+/.exec(stdout)?.[0];
    if (code === 0 && version !== undefined) return { version };
    const reason = timedOut ? "did not answer in time" : (stderr.trim().split("\n").at(-1) ?? "");
    return { complaint: `${path} --version: ${reason === "" ? `ended with code ${String(code)}` : reason}` };
  } catch (error) {
    return { complaint: messageOf(error) };
  }
}

function missing(complaints: readonly string[]): Failure {
  return new Failure("CHROMIUM_MISSING", `no Chromium that starts was found: ${complaints.join("; ")}`, {
    hint: "install one (Debian and Ubuntu: apt-get install chromium) or set CHROME_PATH to the path of a Chrome",
  });
}
