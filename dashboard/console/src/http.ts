import type { ApiError as ErrorBody } from "../../src/api/shapes/common.ts";

export type FieldFault = NonNullable<ErrorBody["fields"]>[number];

/** What the API refused, or that it could not be reached (status 0). The message is meant for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldFault[];

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.fields = body.fields ?? [];
  }
}

/** GET `/api…`. */
export function read<T>(path: string): Promise<T> {
  return call<T>(path, { method: "GET" });
}

/** Anything that changes. Without a body nothing is sent, not even a content type. */
export function write<T = null>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
): Promise<T> {
  if (body === undefined) return call<T>(path, { method });
  return call<T>(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** `?a=1&b=2`, leaving out what is undefined. */
export function queryString(values: Readonly<Record<string, string | number | undefined>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) params.set(name, String(value));
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`/api${path}`, { ...init, credentials: "same-origin" }).catch(() => null);
  if (response === null) throw new ApiError(0, unreachable);
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, errorBody(response.status, text));
  return (text === "" ? null : JSON.parse(text)) as T;
}

const unreachable: ErrorBody = {
  code: "UNREACHABLE",
  message: "The server does not answer. Check the connection and try again.",
};

/** The body of a refusal, or a sentence of our own where something else answered (a proxy, say). */
export function errorBody(status: number, text: string): ErrorBody {
  const body = parseJson(text);
  if (isErrorBody(body)) return body;
  return { code: "UNEXPECTED", message: `The server answered with status ${status}. Try again in a moment.` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  if (typeof body !== "object" || body === null) return false;
  return (
    "code" in body && typeof body.code === "string" && "message" in body && typeof body.message === "string"
  );
}
