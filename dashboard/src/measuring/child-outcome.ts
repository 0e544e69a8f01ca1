import type { SampleFailure, SampleResult } from "../papers/sample.ts";

/** What the child process tells the parent: one line of JSON on descriptor 3. */
export type ChildOutcome = (
  | { readonly kind: "measured"; readonly result: SampleResult }
  | { readonly kind: "failed"; readonly failure: SampleFailure }
) & { readonly benchmarkIndex: number | null };
