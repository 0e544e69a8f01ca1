import { messageOf, PlatformError } from "../base/errors.ts";
import type { Failure } from "../base/event.ts";

/** Thrown by a step; ends the deployment (or job) with this failure. */
export class DeployFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Pick<Failure, "code" | "message"> & Partial<Failure>) {
    super(failure.message);
    this.name = "DeployFailure";
    this.failure = { component: null, hint: "", lastLines: [], logFile: null, fault: "app", ...failure };
  }
}

/** Thrown by work that is no longer of use since something beside it failed; whose failure that is, is told there. */
export class GivenUp extends Error {
  constructor() {
    super("Given up, since another component failed");
    this.name = "GivenUp";
  }
}

/** Whatever was thrown, as a failure to store and show. */
export function failureOf(error: unknown): Failure {
  if (error instanceof DeployFailure) return error.failure;
  const base = { component: null, lastLines: [], logFile: null, message: messageOf(error) };
  if (error instanceof PlatformError)
    return { ...base, code: error.code, hint: error.hint, fault: error.fault };
  const hint = "This is a bug in Ashore; the server's log has the details";
  return { ...base, code: "InternalError", hint, fault: "platform" };
}
