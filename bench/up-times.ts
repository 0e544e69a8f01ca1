import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, harbour, type Harbour } from "../test/kit.ts";
import { median, summary, timed } from "./machine.ts";
import { smallApp, specText } from "./small-app.ts";

const ROUNDS = 9;

/** `up` of an unchanged app (goal 1 s), and of one with a changed variable against the app's own boot time (goal 300 ms over). */
export async function upTimes(): Promise<void> {
  const at = await harbour();
  try {
    await unchanged(at);
    await changedVariable(at);
  } finally {
    await at.end();
  }
}

async function unchanged(at: Harbour): Promise<void> {
  const guest = at.guest("full-stack");
  const first = await timed(() => up(at, guest));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(() => up(at, guest)));
  console.log(`up of full-stack, first time: ${(first / 1000).toFixed(1)} s (packages cached)`);
  console.log(`up of full-stack, nothing changed: ${summary(times)} (goal 1000 ms)`);
}

async function changedVariable(at: Harbour): Promise<void> {
  const directory = smallApp(at);
  await up(at, directory);
  const own: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(await bootTime(directory));
    writeFileSync(join(directory, ".do/app.yaml"), specText(`colour${round}`));
    changed.push(await timed(() => up(at, directory)));
  }
  const over = median(changed) - median(own);
  console.log(`the small app's own boot: ${summary(own)}`);
  console.log(
    `up with one variable changed: ${summary(changed)}, ${over.toFixed(0)} ms over its boot (goal 300 ms)`,
  );
}

async function up(at: Harbour, directory: string): Promise<void> {
  const outcome = await at.ashore(["up", directory, "--detach"]);
  if (outcome.code !== 0) throw new Error(outcome.stdout + outcome.stderr);
}

/** From the start of the plain process to its first answer. */
async function bootTime(directory: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, ["server.js"], { cwd: directory, env: { PORT: String(port) } });
  while (!(await answers(port))) await sleep(2);
  const time = performance.now() - started;
  child.kill("SIGKILL");
  await once(child, "exit");
  return time;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: "127.0.0.1", port, agent: false }, (response) => {
      response.resume();
      response.on("end", () => resolve(true));
    });
    asked.on("error", () => resolve(false));
  });
}

if (import.meta.main) await upTimes();
