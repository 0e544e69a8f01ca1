import type { Problem } from "../base/problem.ts";

/** Answer with status 422 when spec, source or values have errors; `problems` holds warnings as well. */
export interface ProblemsAnswer {
  readonly id: "invalid_spec";
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** Every other error, in App Platform's shape with our additions. */
export interface ErrorAnswer {
  /** `not_found`, `bad_request`, `conflict`, `server_error`, or a PlatformError's code in lower case. */
  readonly id: string;
  readonly message: string;
  readonly hint?: string;
  readonly request_id?: string;
}
