import { harbour } from "../test/kit.ts";
import { startLoad } from "../test/load.ts";
import { median } from "./machine.ts";
import { SMALL_APP, smallApp } from "./small-app.ts";

const REDEPLOYS = 100;

/** Requests lost while a component is redeployed 100 times under load; the goal is none. */
export async function redeployUnderLoad(redeploys = REDEPLOYS): Promise<void> {
  const at = await harbour();
  try {
    const outcome = await at.ashore(["up", smallApp(at), "--detach"]);
    if (outcome.code !== 0) throw new Error(outcome.stdout + outcome.stderr);
    const stop = startLoad({
      app: SMALL_APP,
      port: at.port,
      getsPerSecond: 1000,
      postsPerSecond: 20,
      postBytes: 1_000_000,
    });
    const times: number[] = [];
    for (let number = 0; number < redeploys; number += 1) {
      const started = performance.now();
      const restart = await at.ashore(["restart", "web", "-a", SMALL_APP]);
      if (restart.code !== 0) throw new Error(restart.stdout + restart.stderr);
      times.push(performance.now() - started);
    }
    const { gets, posts, slowestMs, lost } = await stop();
    const count = Object.values(lost).reduce((sum, one) => sum + one, 0);
    console.log(`Redeployed ${redeploys} times under load, each in ${median(times).toFixed(0)} ms (p50)`);
    console.log(`  ${gets} GETs and ${posts} POSTs of 1 MB, slowest ${slowestMs.toFixed(0)} ms`);
    console.log(`  lost: ${count}${count === 0 ? "" : ` ${JSON.stringify(lost)}`} (goal 0)`);
  } finally {
    await at.end();
  }
}

if (import.meta.main) await redeployUnderLoad(Number(process.argv[2] ?? REDEPLOYS));
