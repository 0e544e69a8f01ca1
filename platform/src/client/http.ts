import http from "node:http";
import { answeredError, ClientError, connectionError } from "./client-error.ts";
import { parseLines } from "./ndjson.ts";

export interface Call {
  readonly method: "GET" | "POST";
  /** Path and query, see `apiPath`. */
  readonly path: string;
  /** Sent as JSON; absent for calls without a body. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One call with a JSON answer over the unix socket.
 * @throws ClientError, or the signal's reason when it aborts
 */
export async function request(socketPath: string, call: Call): Promise<unknown> {
  const response = await open(socketPath, call);
  return parseJson(await readText(response, call.signal));
}

/**
 * One call whose answer is newline-delimited JSON; resolves once the server has answered. Leaving the loop early closes
 * the connection.
 * @throws ClientError, or the signal's reason when it aborts; while iterating as well
 */
export async function requestStream(socketPath: string, call: Call): Promise<AsyncIterable<unknown>> {
  const response = await open(socketPath, call);
  return readStream(response, call.signal);
}

/** `segments` are escaped; query values that are undefined are left out, lists repeat their key. */
export function apiPath(
  segments: readonly string[],
  query: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> = {},
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const values: readonly string[] = typeof value === "object" ? value : [String(value)];
    for (const one of values) search.append(key, one);
  }
  const path = `/${segments.map(encodeURIComponent).join("/")}`;
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

async function open(socketPath: string, call: Call): Promise<http.IncomingMessage> {
  call.signal?.throwIfAborted();
  const response = await send(socketPath, call);
  const status = response.statusCode ?? 0;
  if (status >= 400) throw answeredError(status, await readText(response, call.signal));
  return response;
}

function send(socketPath: string, call: Call): Promise<http.IncomingMessage> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  return new Promise((resolve, reject) => {
    const outgoing = http.request({
      socketPath,
      path: call.path,
      method: call.method,
      agent: false,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(call.signal && { signal: call.signal }),
    });
    outgoing.once("response", resolve);
    // Stays for the whole life: after the answer began, the error also reaches the reader of the response.
    outgoing.on("error", (error) => reject(failure(error, call.signal)));
    outgoing.end(body);
  });
}

async function readText(response: http.IncomingMessage, signal: AbortSignal | undefined): Promise<string> {
  let text = "";
  response.setEncoding("utf8");
  try {
    for await (const chunk of response) text += chunk as string;
  } catch (error) {
    throw failure(error, signal);
  }
  return text;
}

async function* readStream(response: http.IncomingMessage, signal: AbortSignal | undefined): AsyncGenerator {
  try {
    yield* parseLines(response, parseJson);
  } catch (error) {
    throw failure(error, signal);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ClientError("bad_answer", "The control plane's answer is not JSON", { cause });
  }
}

function failure(error: unknown, signal: AbortSignal | undefined): Error {
  if (signal?.aborted) return signal.reason instanceof Error ? signal.reason : new Error("aborted");
  return error instanceof ClientError ? error : connectionError(error);
}
