import { Agent, request } from "node:http";
import { messageOf, PlatformError } from "../base/errors.ts";
import type { RouterStatus, RouteTable } from "../base/route-table.ts";
import type { ProbeOutcome, Router } from "./router.ts";

const CALL_TIMEOUT_MS = 15_000;

export interface RemoteRouter extends Router {
  /** Asks the router to end, letting requests under way finish for up to `graceMs`. Resolves once it has agreed. */
  quit(graceMs: number): Promise<void>;
}

/**
 * The router as the control plane sees it, over its control socket.
 * All calls throw PlatformError: `ROUTER_UNREACHABLE` if nobody answers, else the router's own code.
 */
export function remoteRouter(controlSocket: string): RemoteRouter {
  // A kept connection could be one of a router that is gone.
  const agent = new Agent({ keepAlive: false });
  const call = <Answer>(method: string, path: string, body?: unknown, extraMs = 0): Promise<Answer> =>
    ask({ socketPath: controlSocket, agent, method, path, timeout: CALL_TIMEOUT_MS + extraMs }, body).then(
      (text) => JSON.parse(text) as Answer,
    );
  return {
    async apply(table) {
      await call("PUT", "/table", table);
    },
    async current() {
      const { table } = await call<{ table: RouteTable | null }>("GET", "/table");
      return table ?? undefined;
    },
    status: () => call<RouterStatus>("GET", "/status"),
    async drain(targets, timeoutMs) {
      const body = { targets, timeoutMs };
      return (await call<{ left: number }>("POST", "/drain", body, timeoutMs)).left;
    },
    probe: (probe) => call<ProbeOutcome>("POST", "/probe", probe, probe.timeoutMs),
    async quit(graceMs) {
      await call("POST", "/quit", { graceMs });
    },
  };
}

interface CallOptions {
  readonly socketPath: string;
  readonly agent: Agent;
  readonly method: string;
  readonly path: string;
  readonly timeout: number;
}

function ask(options: CallOptions, body: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(unreachable(options.socketPath, error));
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        if (response.statusCode === 200) resolve(text);
        else reject(refusal(text));
      });
    });
    outgoing.on("error", fail);
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${options.timeout} ms`)));
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function refusal(text: string): PlatformError {
  const { code, message, hint } = JSON.parse(text) as { code: string; message: string; hint?: string };
  return new PlatformError(code, message, hint ? { hint } : {});
}

function unreachable(socketPath: string, error: unknown): PlatformError {
  return new PlatformError(
    "ROUTER_UNREACHABLE",
    `The router does not answer at ${socketPath}: ${messageOf(error)}`,
    { hint: "Is it running? `ashore up` starts it.", cause: error },
  );
}
