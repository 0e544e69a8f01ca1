/** Who has to act: the app's author, the author of the spec or command line, or we. Maps to exit codes 1, 2, 3. */
export type Fault = "app" | "usage" | "platform";

export interface PlatformErrorOptions {
  readonly hint?: string;
  readonly cause?: unknown;
  readonly fault?: Fault;
}

/**
 * A foreseen failure that is not a fault of the spec. `code` is stable and upper snake case
 * (`ROUTER_PORT_IN_USE`), `message` one sentence, `hint` what to do about it.
 */
export class PlatformError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly fault: Fault;

  constructor(code: string, message: string, options: PlatformErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "PlatformError";
    this.code = code;
    this.hint = options.hint ?? "";
    this.fault = options.fault ?? "platform";
  }
}

/** The text of anything thrown, in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node system error (`ENOENT`, `EADDRINUSE`), or undefined. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
