import type { Problem } from "../../base/problem.ts";

/** A value that does not fit the schema, before its place in the text is known. */
export type Mismatch = Omit<Problem, "file" | "position">;

export type MismatchDetail = Omit<Mismatch, "field">;
