import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRefresher } from "./refresher.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorded() {
  const asked: unknown[] = [];
  return { asked, refresher: createRefresher((key) => asked.push(key), 700) };
}

test("asks at once for the first change", () => {
  const { asked, refresher } = recorded();
  refresher.add([["overview"]]);
  expect(asked).toEqual([["overview"]]);
});

test("asks once for a hundred changes that come in the meantime", () => {
  const { asked, refresher } = recorded();
  for (let change = 0; change < 100; change++) refresher.add([["overview"], ["batch", "b1"]]);
  expect(asked).toHaveLength(2);
  vi.advanceTimersByTime(700);
  expect(asked).toHaveLength(4);
  vi.advanceTimersByTime(7000);
  expect(asked).toHaveLength(4);
});

test("asks for nothing any more once it was stopped", () => {
  const { asked, refresher } = recorded();
  refresher.add([["overview"]]);
  refresher.add([["overview"]]);
  refresher.stop();
  vi.advanceTimersByTime(7000);
  expect(asked).toHaveLength(1);
});
