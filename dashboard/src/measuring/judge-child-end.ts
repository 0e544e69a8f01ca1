import type { ChildEnd } from "../base/child.ts";
import type { SampleFailure } from "../papers/sample.ts";

/** Why a child process ended without an outcome. */
export function judgeChildEnd(
  end: ChildEnd & { readonly stderr: string; readonly memoryRanOut: boolean },
): SampleFailure {
  if (end.memoryRanOut || /heap out of memory|out of memory/i.test(end.stderr))
    return {
      class: "host",
      code: "OUT_OF_MEMORY",
      message: "The machine ran out of memory while it measured the page.",
    };
  if (end.signal !== null)
    return {
      class: "host",
      code: "SAMPLE_KILLED",
      message: `The measuring process was ended from outside with ${end.signal}.`,
    };
  return {
    class: "transient",
    code: "SAMPLE_CRASHED",
    message: `The measuring process ended unexpectedly with code ${String(end.code)}.`,
  };
}
