import { expect, test } from "vitest";
import { describeCron } from "./cron.ts";

test("puts into words what people use", () => {
  expect(describeCron("0 4 * * *")).toBe("Every day at 04:00");
  expect(describeCron("5 16 * * 1-5")).toBe("Monday to Friday at 16:05");
  expect(describeCron("0 4 * * 7")).toBe("Every Sunday at 04:00");
  expect(describeCron("0 * * * *")).toBe("Every hour");
  expect(describeCron("15 */6 * * *")).toBe("Every 6 hours, 15 min past");
});

test("does not pretend to understand the rest", () => {
  for (const cron of [
    "",
    "nonsense",
    "0 4 1 * *",
    "0 4 * 2 *",
    "*/5 * * * *",
    "0 4,16 * * *",
    "0 0 4 * * *",
  ]) {
    expect(describeCron(cron)).toBe("By its own rule");
  }
});
