import type { ErrorAnswer, ProblemsAnswer } from "../wire/index.ts";

interface ClientErrorOptions {
  /** HTTP status, 0 if there was no answer. */
  readonly status?: number;
  readonly hint?: string;
  readonly problems?: ProblemsAnswer["problems"];
  readonly cause?: unknown;
}

/**
 * What came back instead of an answer. `id` is the server's, or ours: `unreachable` (nobody listens on the socket),
 * `connection_lost` (the control plane went away in the middle), `bad_answer` (not what the wire promises).
 */
export class ClientError extends Error {
  readonly id: string;
  readonly status: number;
  readonly hint: string;
  readonly problems: ProblemsAnswer["problems"];

  constructor(id: string, message: string, options: ClientErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "ClientError";
    this.id = id;
    this.status = options.status ?? 0;
    this.hint = options.hint ?? "";
    this.problems = options.problems ?? [];
  }
}

/** True if the control plane is not there, or no longer. */
export function isDisconnected(error: unknown): error is ClientError {
  return error instanceof ClientError && (error.id === "unreachable" || error.id === "connection_lost");
}

const NOBODY_LISTENS = new Set(["ENOENT", "ECONNREFUSED", "ENOTSOCK"]);

/** Turns a system error of the connection into a ClientError. */
export function connectionError(error: unknown): ClientError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (NOBODY_LISTENS.has(code))
    return new ClientError("unreachable", "No control plane is running", { cause: error });
  if (code === "EACCES" || code === "EPERM")
    return new ClientError("forbidden", "The control plane belongs to another user", { cause: error });
  return new ClientError("connection_lost", "The connection to the control plane was lost", { cause: error });
}

/** Reads the body of an answer with a status of 400 and above. */
export function answeredError(status: number, body: string): ClientError {
  const answer = parseAnswer(body);
  if (typeof answer?.id !== "string" || typeof answer.message !== "string")
    return new ClientError("bad_answer", `The control plane answered ${status} without a reason`, { status });
  return new ClientError(answer.id, answer.message, {
    status,
    hint: answer.hint ?? "",
    problems: answer.problems ?? [],
  });
}

function parseAnswer(
  body: string,
): (Partial<ErrorAnswer> & { problems?: ProblemsAnswer["problems"] }) | null {
  try {
    return JSON.parse(body) as Partial<ErrorAnswer & ProblemsAnswer>;
  } catch {
    return null;
  }
}
