import { spawn, type ChildProcess } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { leftovers } from "./leftovers.ts";

/** The root of this repository. */
export const repository = join(import.meta.dirname, "..");
// A published package may stand in for the checkout, e.g. to measure it.
const bin = process.env["ASHORE_BIN"] ?? join(repository, "platform", "bin", "ashore.js");
// Fetched Node versions and download caches are kept between tests: they are not what is tried here.
const sharedCaches = join(repository, "node_modules", ".cache", "ashore");

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningUp {
  readonly child: ChildProcess;
  /** What it has printed so far, both streams, in the order in which it came. */
  readonly text: () => string;
  readonly ended: Promise<Outcome>;
}

/** A home and port of its own, and checkouts that may be changed; `end` fails if anything is left running. */
export interface Harbour {
  readonly home: string;
  readonly port: number;
  /** For what has to start `ashore` by itself. */
  readonly program: { readonly command: readonly string[]; readonly env: NodeJS.ProcessEnv };
  /** Copies a guest of `examples/` to where it may be changed. @returns its directory */
  guest(name: string): string;
  /** A checkout made of these files. @returns its directory */
  checkout(files: Readonly<Record<string, string>>): string;
  /** Runs a command of ashore to its end. */
  ashore(args: readonly string[], options?: CommandInput): Promise<Outcome>;
  /** Starts a command and leaves it running. */
  start(args: readonly string[]): RunningUp;
  /** One request to the router with this app's host name. */
  get(app: string, path: string, options?: RequestInput): Promise<Answer>;
  status(): Promise<readonly StatusOf[]>;
  end(): Promise<void>;
}

export interface CommandInput {
  readonly env?: Record<string, string>;
  /** Directory it is started in. */
  readonly cwd?: string;
  /** What it reads from its standard input, which otherwise is empty. */
  readonly input?: string;
  /** Port of `up` or `plan`, if not this harbour's. */
  readonly port?: number;
}

export interface HarbourOptions {
  /** How `ashore` is started; otherwise this checkout's, by the Node that runs the tests. */
  readonly command?: readonly string[];
  readonly env?: Record<string, string>;
  /** Uid whose the home and all checkouts are; otherwise our own. */
  readonly owner?: number;
}

export interface RequestInput {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface StatusOf {
  readonly name: string;
  readonly wanted: string;
  readonly deployment: { readonly number: number; readonly phase: string } | null;
  readonly components: readonly {
    readonly name: string;
    readonly state: string;
    readonly instances: readonly {
      readonly id: string;
      readonly state: string;
      readonly pid: number;
      readonly restarts: number;
    }[];
  }[];
  readonly databases: readonly { readonly name: string; readonly state: string }[];
  readonly jobs: readonly {
    readonly name: string;
    readonly runs: readonly { readonly phase: string; readonly trigger: string }[];
  }[];
}

export async function harbour(settings: HarbourOptions = {}): Promise<Harbour> {
  const { command = [process.execPath, "--", bin], owner } = settings;
  const base = mkdtempSync(join(tmpdir(), "ashore-t-"));
  const home = join(base, "h");
  if (owner !== undefined) give(base, owner);
  const port = await freePort();
  const children = new Set<ChildProcess>();
  // Another user may not even read where we are.
  const start = owner === undefined ? {} : { cwd: base };
  const surroundings = {
    ...process.env,
    ASHORE_HOME: home,
    ASHORE_CACHE: sharedCaches,
    ...settings.env,
  };
  const run = (typed: readonly string[], options: CommandInput = {}): RunningUp => {
    const needsPort = ["up", "plan"].some((command) => typed.includes(command));
    const args = needsPort ? [...typed, "--port", String(options.port ?? port)] : typed;
    const running = launch([...command, ...args], {
      ...start,
      ...options,
      env: { ...surroundings, ...options.env },
    });
    children.add(running.child);
    return running;
  };
  const self: Harbour = {
    home,
    port,
    program: { command, env: surroundings },
    guest: (name) => {
      const directory = join(base, name);
      cpSync(join(repository, "examples", name), directory, { recursive: true, filter: isSource });
      return directory;
    },
    checkout: (files) => {
      const directory = mkdtempSync(join(base, "app-"));
      for (const [path, text] of Object.entries(files)) writeInto(directory, path, text);
      if (owner !== undefined) give(directory, owner);
      return directory;
    },
    ashore: (args, options) => run(args, options).ended,
    start: (args) => run(args),
    get: (app, path, options) => ask(port, app, path, options),
    status: async () => {
      const { stdout } = await run(["status", "--json"]).ended;
      return (JSON.parse(stdout) as { apps: StatusOf[] }).apps;
    },
    end: async () => {
      for (const app of existsSync(home) ? await namesToEnd(self) : [])
        await self.ashore(["down", "-a", app]);
      // A foreground `up` ends by itself when its app is taken down, and then ends what it started for it.
      await waitUntil("every command has ended", () => [...children].every(hasEnded), 5000).catch(() => {
        for (const child of children) child.kill("SIGKILL");
      });
      await untilNothingIsLeft(home);
      rmSync(base, { recursive: true, force: true });
    },
  };
  return self;
}

/** Apps that are up; if none is, any: after a failure the control plane stays to tell of it until a `down`. */
async function namesToEnd(self: Harbour): Promise<string[]> {
  const apps = await self.status();
  const up = apps.filter((app) => app.wanted === "up");
  return (up.length > 0 ? up : apps.slice(0, 1)).map((app) => app.name);
}

interface Launch extends Omit<CommandInput, "env"> {
  readonly env: NodeJS.ProcessEnv;
}

function launch([program = "", ...args]: readonly string[], { env, cwd, input }: Launch): RunningUp {
  const child = spawn(program, args, { env, cwd });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  let stdout = "";
  let stderr = "";
  let both = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    both += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    both += chunk;
  });
  const ended = new Promise<Outcome>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, text: () => both, ended };
}

function writeInto(directory: string, path: string, text: string): void {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function give(directory: string, owner: number): void {
  for (const path of ["", ...(readdirSync(directory, { recursive: true }) as string[])])
    chownSync(join(directory, path), owner, owner);
}

function isSource(path: string): boolean {
  return !/(^|\/)(node_modules|dist|__pycache__|\.venv)(\/|$)/.test(path.slice(repository.length));
}

function ask(port: number, app: string, path: string, options: RequestInput = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${app}.localhost:${port}`, ...options.headers };
    const target = { host: "127.0.0.1", port, path, method: options.method ?? "GET", headers, agent: false };
    const outgoing = request(target, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

/** Waits for a condition, looking every 50 ms; fails with what it waited for. */
export async function waitUntil(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await sleep(50);
  }
}

/** Waits until a home has neither process, mount, network, control group nor socket; fails with what there is. */
export async function untilNothingIsLeft(home: string, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (let left = leftovers(home); left.length > 0; left = leftovers(home)) {
    if (Date.now() > deadline) throw new Error(`Still there after ${timeoutMs} ms:\n${left.join("\n")}`);
    await sleep(100);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
