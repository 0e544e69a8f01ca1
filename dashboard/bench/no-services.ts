import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../src/base/free-port.ts";

// Q7: from one command to the first result without any service: `npm start -w dashboard` with an empty data directory,
// the first administrator by the link that it prints, and a measurement of the fixture site.
//   node bench/no-services.ts   (after the set-up)
const LIMIT_MS = 120_000;
const top = join(import.meta.dirname, "../..");
const [port, fixturePort] = [await freePort(), await freePort()];
const directory = await mkdtemp(join(tmpdir(), "dashboard-bench-"));
const startedAt = Date.now();

const fixture = fork(join(top, "examples/fixture-site/server.js"), [], {
  env: { PORT: String(fixturePort) },
  stdio: "ignore",
});
const dashboard = spawn("npm", ["start", "-w", "dashboard"], {
  cwd: top,
  env: { ...process.env, DATA_DIR: directory, PORT: String(port), HEALTH_PORT: String(await freePort()) },
  stdio: ["ignore", "pipe", "inherit"],
  // A group of its own, so that the end reaches what npm started, as Ctrl-C on a terminal does.
  detached: true,
});
const ended = once(dashboard, "exit");
const isRunning = () => dashboard.exitCode === null && dashboard.signalCode === null;
const stop = () => isRunning() && process.kill(-(dashboard.pid ?? 0), "SIGINT");
process.once("SIGINT", stop);
let log = "";
dashboard.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
try {
  const link = await awaitLink();
  console.log(`the link for the first administrator after ${seconds()} s`);
  const script = join(import.meta.dirname, "first-sample.ts");
  const asked = fork(script, [`http://127.0.0.1:${port}`, link, `http://127.0.0.1:${fixturePort}/`]);
  const [code] = (await once(asked, "exit")) as [number | null];
  if (code !== 0) throw new Error(`no result; the dashboard said:\n${log}`);
  console.log(`Q7 from the command to a published measurement: ${seconds()} s (goal: 60 s)`);
} finally {
  stop();
  await ended;
  fixture.kill();
  await rm(directory, { recursive: true, force: true });
}

async function awaitLink(): Promise<string> {
  while (Date.now() - startedAt < LIMIT_MS && isRunning()) {
    const link = /http:\/\/\S+\/welcome#[\w-]+/.exec(log)?.[0];
    if (link !== undefined) return link;
    await sleep(50);
  }
  throw new Error(`no link; the dashboard said:\n${log}`);
}

function seconds(): string {
  return ((Date.now() - startedAt) / 1000).toFixed(1);
}
