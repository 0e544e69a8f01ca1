import { expect, it } from "vitest";
import { judgeChildEnd } from "./judge-child-end.ts";

const end = { code: null, signal: null, stderr: "", memoryRanOut: false };

it.each([
  [
    { ...end, signal: "SIGABRT", stderr: "FATAL ERROR: JavaScript heap out of memory" },
    "host",
    "OUT_OF_MEMORY",
  ],
  [{ ...end, signal: "SIGKILL", memoryRanOut: true }, "host", "OUT_OF_MEMORY"],
  [{ ...end, signal: "SIGKILL" }, "host", "SAMPLE_KILLED"],
  [{ ...end, code: 7 }, "transient", "SAMPLE_CRASHED"],
] as const)("judges %j as %s %s", (what, failureClass, code) => {
  expect(judgeChildEnd(what)).toMatchObject({ class: failureClass, code });
});
