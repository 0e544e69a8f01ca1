import { checkTimes } from "./check.ts";
import { idleMemory } from "./idle-memory.ts";
import { describeMachine } from "./machine.ts";
import { redeployUnderLoad } from "./redeploy-under-load.ts";
import { runRouterBench } from "./router.ts";
import { upTimes } from "./up-times.ts";

// `npm run bench`: every figure we claim, on this machine, in one run. Nothing of it stands in tests.
console.log(describeMachine());
for (const bench of [checkTimes, upTimes, redeployUnderLoad, idleMemory, runRouterBench]) {
  console.log("");
  await bench();
}
