import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { Failure } from "../base/failure.ts";
import { freePort } from "../base/free-port.ts";
import type { Log } from "../base/log.ts";
import { keepTail, startChild, type Argv } from "../base/child.ts";
import { findEmbeddedBinaries } from "./embedded-binaries.ts";
import { ownDirectory } from "./embedded-owner.ts";

const USER = "dashboard";
const START_LIMIT_MS = 30_000;
const START_POLL_MS = 50;

export interface EmbeddedDatabase {
  readonly url: string;
  /** Ends the server in order. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL of our own below `directory`, on a free port of loopback with a password of its own. One that a
 * killed process left running is stopped first. As root it runs in a user namespace, since it refuses root.
 */
export async function startEmbedded(directory: string, log: Log): Promise<EmbeddedDatabase> {
  const binaries = await findEmbeddedBinaries();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const disown = await ownDirectory(directory);
  try {
    return await startCluster(directory, binaries, disown, log);
  } catch (error) {
    await disown();
    throw error;
  }
}

async function startCluster(
  directory: string,
  binaries: string,
  disown: () => Promise<void>,
  log: Log,
): Promise<EmbeddedDatabase> {
  const cluster = join(directory, "postgres");
  const password = await readPassword(join(directory, "postgres-password"));
  if (!existsSync(join(cluster, "PG_VERSION"))) await initialise(binaries, directory, cluster);
  await stopLeftover(cluster, log);
  const port = await freePort();
  const server = await startProgram(
    asAllowed([
      join(binaries, "postgres"),
      "-D",
      cluster,
      "-p",
      String(port),
      "-c",
      "listen_addresses=127.0.0.1",
      "-k",
      "",
    ]),
  );
  const url = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
  let hasEnded: string | null = null;
  void server.ended.then(({ stderr }) => (hasEnded = stderr));
  await awaitAnswer(url, () => hasEnded);
  log.info({ directory }, "embedded PostgreSQL started");
  return {
    url,
    stop: async () => {
      // "Fast": open connections are ended, everything is written. `unshare` hands no signal on, so the server's own pid.
      process.kill((await readServerPid(cluster)) ?? server.pid, "SIGINT");
      await server.ended;
      await disown();
    },
  };
}

async function readPassword(file: string): Promise<string> {
  if (!existsSync(file)) {
    await writeFile(`${file}.new`, randomBytes(24).toString("hex"), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return (await readFile(file, "utf8")).trim();
}

/** Made aside and renamed, so that one that was interrupted is never taken for whole. */
async function initialise(binaries: string, directory: string, cluster: string): Promise<void> {
  const aside = `${cluster}.new`;
  await rm(aside, { recursive: true, force: true });
  const login = [
    `--username=${USER}`,
    `--pwfile=${join(directory, "postgres-password")}`,
    "--auth=scram-sha-256",
  ];
  const options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
  const initdb = await startProgram(
    asAllowed([join(binaries, "initdb"), `--pgdata=${aside}`, ...login, ...options]),
  );
  const { code, stderr } = await initdb.ended;
  if (code !== 0) throw new Failure("EMBEDDED_DATABASE", `PostgreSQL could not be set up: ${stderr.trim()}`);
  await chmod(aside, 0o700);
  await rename(aside, cluster);
}

async function stopLeftover(cluster: string, log: Log): Promise<void> {
  const pid = await readServerPid(cluster);
  if (pid === null) return;
  if (await isServerOf(pid, cluster)) {
    log.warn({ pid }, "a PostgreSQL that was left running is stopped");
    process.kill(pid, "SIGINT");
    for (
      const started = Date.now();
      (await isServerOf(pid, cluster)) && Date.now() - started < START_LIMIT_MS;
    )
      await sleep(START_POLL_MS);
    if (await isServerOf(pid, cluster))
      throw new Failure("EMBEDDED_DATABASE", `PostgreSQL ${pid} still holds ${cluster}`, { hint: "stop it" });
  }
}

async function readServerPid(cluster: string): Promise<number | null> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** By its command line: a pid alone may have been given to something else since. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return commandLine.split("\0").includes(cluster);
}

async function awaitAnswer(url: string, ended: () => string | null): Promise<void> {
  for (const started = Date.now(); ; await sleep(START_POLL_MS)) {
    const stderr = ended();
    if (stderr !== null) throw new Failure("EMBEDDED_DATABASE", `PostgreSQL did not start: ${stderr.trim()}`);
    const client = new pg.Client({ connectionString: url });
    // A server that shuts down the connection it just opened says so here.
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (Date.now() - started > START_LIMIT_MS)
        throw new Failure("EMBEDDED_DATABASE", "PostgreSQL does not answer", { cause });
    }
  }
}

interface StartedProgram {
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** In a group of its own: a Ctrl-C in the terminal is ours to answer, in order. */
async function startProgram(argv: Argv): Promise<StartedProgram> {
  const child = await startChild(argv, { env: environment(), ownGroup: true });
  child.stdin.end();
  child.stdout.resume();
  const stderr = keepTail(child.stderr);
  return { pid: child.pid, ended: child.ended.then(({ code }) => ({ code, stderr: stderr() })) };
}

function asAllowed(argv: Argv): Argv {
  if (process.getuid?.() !== 0) return argv;
  return ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--", ...argv];
}

function environment(): Readonly<Record<string, string>> {
  return {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
  };
}
