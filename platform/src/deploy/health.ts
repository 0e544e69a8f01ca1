import type { Instance, InstanceExit, Listening } from "../plan/instance.ts";
import type { CheckPlan, ComponentPlan } from "../plan/plan.ts";
import type { ProbeOutcome } from "../router/router.ts";
import type { Parts } from "./parts.ts";

const FIRST_PROBE_EVERY_MS = 50;
const LONGEST_PROBE_EVERY_MS = 500;
const GROWTH = 1.3;
/** Whoever waits longer than this is told what for. */
const TELL_AFTER_MS = 10_000;
const UNASKED: ProbeOutcome = { ok: false, status: null, reason: "the router does not answer" };

export type Readiness =
  | { readonly kind: "ready"; readonly instance: Instance }
  | { readonly kind: "exited"; readonly exit: InstanceExit }
  | { readonly kind: "unhealthy"; readonly reason: string };

/** How somebody waits for an instance. */
export interface Waiting {
  readonly signal: AbortSignal;
  /** Told why it is not ready yet, when that takes long and whenever the reason changes. */
  readonly onDelay?: (reason: string) => void;
}

type Probing = Pick<Parts, "runtime" | "router" | "clock" | "policy">;

/**
 * Waits until the instance passes its readiness check (or has run for the settle time if it has none), ends, or
 * used up its budget of initial delay + failure threshold × period. Probes at once and then ever more seldom.
 */
export async function awaitReady(
  parts: Probing,
  component: Pick<ComponentPlan, "readiness" | "protocol">,
  instance: Instance,
  { signal, onDelay }: Waiting,
): Promise<Readiness> {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const exit = parts.runtime
    .awaitExit(instance, either)
    .then((value): Readiness => ({ kind: "exited", exit: value }));
  const ready = component.readiness
    ? probeUntilReady(parts, { check: component.readiness, protocol: component.protocol }, instance, {
        signal: either,
        ...(onDelay && { onDelay }),
      })
    : settle(parts, instance, either);
  // Whichever loses the race rejects with the abort below; nobody waits for it any more.
  exit.catch(() => undefined);
  ready.catch(() => undefined);
  try {
    return await Promise.race([exit, ready]);
  } finally {
    ended.abort();
  }
}

/** One probe of a check, over the pool that traffic takes. Null: the router cannot be asked, which is no verdict. */
export async function probe(
  parts: Pick<Parts, "router">,
  check: CheckPlan,
  protocol: "http1" | "http2",
  instance: Instance,
): Promise<ProbeOutcome | null> {
  const port = instance.ports[String(check.port)] ?? check.port;
  const { kind, path, timeoutMs } = check;
  const { address } = instance;
  try {
    return await parts.router.probe({ kind, address, port, path, protocol, host: address, timeoutMs });
  } catch {
    return null;
  }
}

async function settle(parts: Probing, instance: Instance, signal: AbortSignal): Promise<Readiness> {
  await parts.clock.sleep(parts.policy.settleMs, signal);
  return { kind: "ready", instance };
}

interface Probe {
  readonly check: CheckPlan;
  readonly protocol: "http1" | "http2";
}

async function probeUntilReady(
  parts: Probing,
  { check, protocol }: Probe,
  instance: Instance,
  waiting: Waiting,
): Promise<Readiness> {
  const deadline = parts.clock.now() + check.initialDelayMs + check.failureThreshold * check.periodMs;
  const tellDelay = teller(parts, check, instance, waiting);
  let pause = FIRST_PROBE_EVERY_MS;
  let successes = 0;
  for (;;) {
    const located = await parts.runtime.locate(instance);
    const outcome = (await probe(parts, check, protocol, located)) ?? UNASKED;
    successes = outcome.ok ? successes + 1 : 0;
    if (successes >= check.successThreshold) return { kind: "ready", instance: located };
    if (!outcome.ok && parts.clock.now() >= deadline) {
      const found = await parts.runtime.inspect(instance);
      if (found.state === "exited") return { kind: "exited", exit: found.exit };
      return { kind: "unhealthy", reason: await reasonOf(parts, check, instance, outcome.reason) };
    }
    if (!outcome.ok) await tellDelay(outcome.reason);
    await parts.clock.sleep(pause, waiting.signal);
    pause = Math.min(pause * GROWTH, LONGEST_PROBE_EVERY_MS);
  }
}

function teller(parts: Probing, check: CheckPlan, instance: Instance, { onDelay }: Waiting) {
  let quietUntil = parts.clock.now() + TELL_AFTER_MS;
  let told = "";
  return async (probed: string): Promise<void> => {
    if (!onDelay || parts.clock.now() < quietUntil) return;
    quietUntil = parts.clock.now() + TELL_AFTER_MS;
    const reason = await reasonOf(parts, check, instance, probed);
    if (reason !== told) onDelay(reason);
    told = reason;
  };
}

async function reasonOf(
  { runtime }: Probing,
  check: CheckPlan,
  instance: Instance,
  probed: string,
): Promise<string> {
  return explain(check, probed, await runtime.listening(instance));
}

/** Why a check fails, judged by what the instance really listens on. */
export function explain(check: CheckPlan, reason: string, listening: readonly Listening[]): string {
  const onPort = listening.filter((socket) => socket.port === check.port);
  const others = [...new Set(listening.map((socket) => socket.port))].filter((port) => port !== check.port);
  if (onPort.length > 0 && onPort.every((socket) => isLoopback(socket.address))) {
    const addresses = [...new Set(onPort.map((socket) => socket.address))].join(" and ");
    return `it listens on port ${check.port} of ${addresses} only; it has to listen on 0.0.0.0 to be reached`;
  }
  if (onPort.length > 0 && check.kind === "http")
    return `GET ${check.path ?? "/"} on port ${check.port}: ${reason}`;
  if (onPort.length > 0) return `port ${check.port}: ${reason}`;
  if (others.length > 0) {
    return `it listens on port ${others.join(", ")}, but the spec expects port ${check.port}; let it listen there or correct the port in the spec`;
  }
  return `it does not listen on port ${check.port} or any other; what serves no port belongs under workers`;
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
