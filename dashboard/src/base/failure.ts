/** A failure that was foreseen: a stable code, one sentence, and what to do about it. Anything else is a bug. */
export class Failure extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(
    code: string,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "Failure";
    this.code = code;
    this.hint = options.hint ?? "";
  }
}

/** What to tell of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
