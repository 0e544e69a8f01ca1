import { PlatformError } from "../../base/errors.ts";
import type { ProbeRequest } from "../router.ts";

/** Bodies of control calls, checked. All throw PlatformError `ROUTER_CALL_INVALID`. */
export function checkDrain(body: unknown): { targets: string[]; timeoutMs: number } {
  const { targets, timeoutMs } = objectOf(body);
  if (!Array.isArray(targets)) throw invalid("targets");
  return { targets: targets.map(String), timeoutMs: count(timeoutMs, "timeoutMs") };
}

export function checkQuit(body: unknown): { graceMs: number } {
  return { graceMs: count(objectOf(body)["graceMs"], "graceMs") };
}

export function checkProbe(body: unknown): ProbeRequest {
  const { kind, address, port, path, protocol, host, timeoutMs } = objectOf(body);
  if (kind !== "tcp" && kind !== "http") throw invalid("kind");
  if (protocol !== "http1" && protocol !== "http2") throw invalid("protocol");
  if (typeof address !== "string") throw invalid("address");
  if (typeof host !== "string") throw invalid("host");
  if (path !== null && typeof path !== "string") throw invalid("path");
  return {
    kind,
    protocol,
    address,
    host,
    path,
    port: count(port, "port"),
    timeoutMs: count(timeoutMs, "timeoutMs"),
  };
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== "object" || body === null) throw invalid("body");
  return body as Record<string, unknown>;
}

function count(value: unknown, field: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) throw invalid(field);
  return value;
}

function invalid(field: string): PlatformError {
  return new PlatformError("ROUTER_CALL_INVALID", `The call's field ${field} is missing or wrong`);
}
