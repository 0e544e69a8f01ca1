import { connect } from "node:net";
import { messageOf } from "../base/errors.ts";
import type { ProbeOutcome, ProbeRequest } from "./router.ts";
import type { Receiver, Upstream } from "./upstream/upstream.ts";
import { openUpstream } from "./upstream/targets.ts";

/**
 * Asks an instance once whether it is well, in the way traffic reaches it: same process, same client code.
 * HTTP counts as well from 200 to 399; the body is not waited for.
 */
export function probe(request: ProbeRequest): Promise<ProbeOutcome> {
  return request.kind === "tcp" ? probeTcp(request) : probeHttp(request);
}

function probeTcp({ address, port, timeoutMs }: ProbeRequest): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const settle = (outcome: ProbeOutcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => settle(late(timeoutMs)), timeoutMs);
    socket.once("connect", () => settle({ ok: true, status: null }));
    socket.on("error", (error) => settle({ ok: false, status: null, reason: messageOf(error) }));
  });
}

async function probeHttp(request: ProbeRequest): Promise<ProbeOutcome> {
  const upstream = openUpstream(request, request.protocol);
  try {
    return await ask(upstream, request);
  } finally {
    upstream.retire();
  }
}

function ask(upstream: Upstream, { path, host, timeoutMs }: ProbeRequest): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const settle = (outcome: ProbeOutcome): void => {
      clearTimeout(timer);
      flight.abort();
      resolve(outcome);
    };
    const receiver: Receiver = {
      started: () => undefined,
      informed: () => undefined,
      answered: ({ status }) => settle(judge(status)),
      data: () => true,
      ended: () => undefined,
      upgraded: (_head, socket) => void socket.destroy(),
      failed: ({ reason }) => settle({ ok: false, status: null, reason }),
    };
    const outbound = {
      method: "GET",
      path: path ?? "/",
      headers: ["Host", host, "User-Agent", "ashore-probe", "Accept", "*/*"],
      body: null,
      isRepeatable: true,
      upgrade: null,
    };
    const flight = upstream.dispatch(outbound, receiver);
    const timer = setTimeout(() => settle(late(timeoutMs)), timeoutMs);
  });
}

function judge(status: number): ProbeOutcome {
  if (status >= 200 && status < 400) return { ok: true, status };
  return { ok: false, status, reason: `the health check was answered with ${status}` };
}

function late(timeoutMs: number): ProbeOutcome {
  return { ok: false, status: null, reason: `no answer within ${timeoutMs} ms` };
}
