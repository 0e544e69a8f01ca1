import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Harbour, Outcome } from "./kit.ts";

/** A spec as it is written to a file; JSON is YAML too. */
export type Spec = { name: string } & Record<string, unknown>;

export interface Whoami {
  /** Differs by instance. */
  readonly host: string;
  readonly service: string;
  /** Text of `greeting.txt` beside the program. */
  readonly greeting: string;
}

export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
}

/**
 * A dependency-free service. `/env` gives its environment, `/whoami` itself, `/ask?URL` what it hears from there,
 * `/knock?HOST:PORT` what a PostgreSQL server says to a wish for TLS, a POST its number of bytes; anything else the
 * request as it came.
 */
const serverText = `
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
const greeting = readFileSync("greeting.txt", "utf8").trim();
const json = (response, value) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
};
const server = createServer(async (request, response) => {
  const { method, url, headers } = request;
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  if (method === "POST") return response.end(String(bytes));
  if (url.includes("/ask?")) {
    try {
      const answer = await fetch(url.slice(url.indexOf("?") + 1));
      return response.end(answer.status + " " + (await answer.text()));
    } catch (error) {
      return response.end("failed: " + (error.cause?.code ?? error.message));
    }
  }
  if (url.includes("/knock?")) {
    const [host, port] = url.slice(url.indexOf("?") + 1).split(":");
    const socket = connect(Number(port), host, () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once("data", (data) => (response.end(data.toString()), socket.destroy()));
    return socket.once("error", (error) => response.end("failed: " + error.code));
  }
  if (url.endsWith("/env")) return json(response, process.env);
  if (url.endsWith("/whoami")) return json(response, { host: process.env.HOSTNAME, service: process.env.SERVICE, greeting });
  json(response, { method, url, headers, bytes });
});
server.listen(Number(process.env.PORT));
console.log("hello from " + process.env.SERVICE + ", " + greeting);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
`;

/** A worker that says hello and waits. */
const workerText = `
import { readFileSync } from "node:fs";
console.log("working, " + readFileSync("greeting.txt", "utf8").trim());
const timer = setInterval(() => undefined, 60_000);
process.on("SIGTERM", () => clearInterval(timer));
`;

/** The files of one component in a directory of the checkout; `server.js`, `worker.js`. */
export function componentFiles(directory: string): Record<string, string> {
  const manifest = JSON.stringify({ name: "tiny", version: "1.0.0", type: "module", private: true });
  return {
    [join(directory, "server.js")]: serverText,
    [join(directory, "worker.js")]: workerText,
    [join(directory, "greeting.txt")]: "one\n",
    [join(directory, "package.json")]: manifest,
  };
}

/** Where a component comes from: a directory of this checkout. */
export function from(directory: string): Record<string, unknown> {
  return { github: { repo: "ashore/tiny", branch: "main" }, source_dir: directory };
}

/** A service of `server.js`; `more` adds to it or replaces. */
export function service(name: string, directory: string, more: Record<string, unknown> = {}) {
  const envs = [{ key: "SERVICE", value: name }, ...((more["envs"] as object[] | undefined) ?? [])];
  return { name, ...from(directory), run_command: "node server.js", ...more, envs };
}

export function saveSpec(directory: string, spec: Spec): void {
  writeFileSync(join(directory, ".do", "app.yaml"), JSON.stringify(spec, null, 2));
}

interface UpWith {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

/** `up --detach` that has to succeed. */
export async function bringUp(at: Harbour, directory: string, options: UpWith = {}): Promise<Outcome> {
  const { args = [], env = {} } = options;
  const outcome = await at.ashore(["up", directory, "--detach", ...args], { env });
  expect(outcome, outcome.stdout + outcome.stderr).toMatchObject({ code: 0 });
  return outcome;
}

/** By component: its instances as "id pid", sorted. */
export async function instancesOf(at: Harbour, app: string): Promise<Record<string, string[]>> {
  const found = (await at.status()).find(({ name }) => name === app);
  const pairs = (found?.components ?? []).map(({ name, instances }) => {
    const staying = instances.filter(({ state }) => state !== "draining" && state !== "exited");
    return [name, staying.map(({ id, pid }) => `${id} ${pid}`).sort()];
  });
  return Object.fromEntries(pairs) as Record<string, string[]>;
}

/** The environment of the service at a path. */
export async function envAt(at: Harbour, app: string, path = ""): Promise<Record<string, string>> {
  return JSON.parse((await at.get(app, `${path}/env`)).text) as Record<string, string>;
}

/** Who answers at a path. */
export async function whoami(at: Harbour, app: string, path: string): Promise<Whoami> {
  return JSON.parse((await at.get(app, `${path}/whoami`)).text) as Whoami;
}

/** Files below a directory whose bytes hold a text. */
export function filesHolding(directory: string, text: string): string[] {
  const { stdout } = spawnSync("grep", ["-rlaF", "-D", "skip", "-e", text, directory], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}
