import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Argv, Environment } from "../base/exec.ts";

/** Everything our processes are told by their surroundings, read once. */
export interface Config {
  /** Absolute ASHORE_HOME. */
  readonly home: string;
  /** Where fetched toolchains and download caches are kept; ASHORE_CACHE, or the home. */
  readonly cacheHome: string;
  readonly version: string;
  /** How to start ourselves: node and bin/ashore.js. */
  readonly program: Argv;
  /** Certificate and proxy settings of this machine; builds and instances get them. */
  readonly machineEnv: Environment;
  /** Those, and package registries' settings, for builds and downloads of our own. */
  readonly buildEnv: Environment;
  /** PATH on which this machine's programs are looked for. */
  readonly searchPath: string;
  readonly userHome: string;
  readonly isRoot: boolean;
}

const MACHINE_NAMES =
  /^(?:https?_proxy|no_proxy|all_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|GIT_SSL_CAINFO)$/i;
// npm hands its own settings to what it starts; of those only what says how registries are reached is wanted.
const BUILD_NAMES =
  /^(?:PIP_.+|UV_.+|GO(?:PROXY|PRIVATE|NOSUMDB|SUMDB|INSECURE|NOPROXY)|npm_config_(?:.*registry|cafile|ca|strict_ssl|https?_proxy|proxy|noproxy))$/i;
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export function readConfig(): Config {
  const env = process.env;
  const home = resolve(env["ASHORE_HOME"] ?? join(homedir(), ".ashore"));
  return Object.freeze({
    home,
    cacheHome: resolve(env["ASHORE_CACHE"] ?? home),
    version: readVersion(),
    program: [process.execPath, process.argv[1] ?? ""] as const,
    machineEnv: pick(env, (name) => MACHINE_NAMES.test(name)),
    buildEnv: pick(env, (name) => MACHINE_NAMES.test(name) || BUILD_NAMES.test(name)),
    searchPath: `${env["PATH"] ?? ""}:${SYSTEM_PATH}`,
    userHome: homedir(),
    isRoot: process.getuid?.() === 0,
  });
}

function pick(env: NodeJS.ProcessEnv, isWanted: (name: string) => boolean): Environment {
  const entries = Object.entries(env).filter(([name, value]) => value !== undefined && isWanted(name));
  return Object.fromEntries(entries) as Environment;
}

function readVersion(): string {
  // Two levels up from src/server and from dist/server alike.
  const file = join(import.meta.dirname, "..", "..", "package.json");
  if (!existsSync(file)) return "0.0.0";
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return version;
}
