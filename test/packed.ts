import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { repository } from "./kit.ts";

/** The platform as it is published, installed by npm into a directory of its own. */
export interface Packed {
  /** Directory it was installed into; everybody may read it. */
  readonly directory: string;
  /** The command as npm links it. */
  readonly command: string;
  /** PATH on which the Node that runs the tests comes first. */
  readonly path: string;
  remove(): void;
}

export function packPlatform(): Packed {
  const directory = mkdtempSync(join(tmpdir(), "ashore-p-"));
  chmodSync(directory, 0o755);
  const dist = join(repository, "platform", "dist");
  const wasBuilt = existsSync(dist);
  npm(["pack", "--pack-destination", directory], join(repository, "platform"));
  if (!wasBuilt) rmSync(dist, { recursive: true });
  const [file = ""] = readdirSync(directory).filter((name) => name.endsWith(".tgz"));
  writeFileSync(join(directory, "package.json"), '{ "private": true }');
  npm(["install", "--no-audit", "--no-fund", "--prefer-offline", join(directory, file)], directory);
  return {
    directory,
    command: join(directory, "node_modules", ".bin", "ashore"),
    path: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function npm(args: readonly string[], cwd: string): void {
  // The npm that runs these tests says where it is at work, which is not here.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(local_prefix|prefix|workspace)/.test(name)),
  );
  const outcome = spawnSync("npm", [...args], { cwd, env, encoding: "utf8" });
  if (outcome.status !== 0) throw new Error(`npm ${args.join(" ")}: ${outcome.stdout}${outcome.stderr}`);
}
