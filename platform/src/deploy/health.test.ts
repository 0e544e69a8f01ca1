import { afterEach, expect, test } from "vitest";
import type { Clock } from "../base/clock.ts";
import { awaitReady } from "./health.ts";
import { harness, type Harness } from "./testing/harness.ts";
import { servicePlan } from "./testing/plans.ts";

let at: Harness;
afterEach(() => at.end());

/** Time goes by as fast as it is slept. */
function hastyClock(): Clock {
  let now = 0;
  return { now: () => now, sleep: (ms) => Promise.resolve(void (now += ms)) };
}

test("says what it waits for after a while, and again only when that changes", async () => {
  at = await harness({ behave: () => ({ listens: false }) });
  const { readiness } = servicePlan("web");
  const component = {
    ...servicePlan("web"),
    readiness: readiness && { ...readiness, failureThreshold: 600 },
  };
  const instance = await at.runtime.start({
    ...{ id: "web-1-abcde", app: "shop", component: "web", command: "", env: {}, uid: null, data: null },
    ...{ artifact: (await at.parts.builder.find("shop", "one"))!, size: component.size },
    ...{ ports: [8080], injectPort: true, logFile: at.parts.paths.logFile("shop", "web", "web-1-abcde") },
  });
  const told: string[] = [];
  const parts = { ...at.parts, clock: hastyClock() };
  const waiting = {
    signal: new AbortController().signal,
    onDelay: (reason: string) => void told.push(reason),
  };
  const outcome = await awaitReady(parts, component, instance, waiting);
  expect(outcome).toMatchObject({ kind: "unhealthy" });
  expect(told).toEqual([expect.stringContaining("it does not listen on port 8080 or any other")]);
});
