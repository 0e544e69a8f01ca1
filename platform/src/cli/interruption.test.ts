import { expect, test } from "vitest";
import { isInterruption, makeInterruption } from "./interruption.ts";

function interruptionAt(times: number[]) {
  const listeners: (() => void)[] = [];
  const interruption = makeInterruption(
    (_name, listener) => listeners.push(listener),
    () => times.shift() ?? 0,
  );
  let forced = 0;
  interruption.listen(() => (forced += 1));
  return { interruption, press: () => listeners[0]?.(), forced: () => forced };
}

test("aborts at the first Ctrl-C and forces at the second", () => {
  const { interruption, press, forced } = interruptionAt([0, 900]);
  press();
  expect(isInterruption(interruption.signal.reason)).toBe(true);
  expect(forced()).toBe(0);
  press();
  expect(forced()).toBe(1);
});

test("takes a second signal within half a second for the echo that npx sends", () => {
  const { press, forced } = interruptionAt([0, 20]);
  press();
  press();
  expect(forced()).toBe(0);
});
