import type { CheckPlan, ComponentPlan } from "../plan/plan.ts";
import type { LiveApp, Member } from "./fleet.ts";
import { probe } from "./health.ts";
import type { Parts } from "./parts.ts";
import type { Publisher } from "./publisher.ts";
import { tell } from "./tell.ts";

interface Post {
  readonly parts: Parts;
  readonly publisher: Publisher;
}

/** Readiness and liveness of an instance that serves, at the spec's own period, until `signal`. Never rejects. */
export async function keepChecking(
  post: Post,
  app: LiveApp,
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  const { component: name } = member.record.instance;
  const component = app.release?.plan.components.find((one) => one.name === name);
  if (!component) return;
  const probed = { member, protocol: component.protocol };
  const loops = [
    checkLoop(post.parts, component.readiness, probed, signal, async (ok, reason) => {
      await setRouted(post, app, member, ok, reason);
    }),
    checkLoop(post.parts, component.liveness, probed, signal, async (ok, reason) => {
      if (ok) return;
      tell(post.parts, app, member, "unhealthy", `Its liveness check fails (${reason}); it is started again`);
      await post.parts.runtime.stop(member.record.instance, component.graceMs);
    }),
  ];
  await Promise.all(loops);
}

async function setRouted(
  post: Post,
  app: LiveApp,
  member: Member,
  ok: boolean,
  reason: string,
): Promise<void> {
  const wanted = ok ? "serving" : "unhealthy";
  if (member.state === wanted || (member.state !== "serving" && member.state !== "unhealthy")) return;
  member.state = wanted;
  const text = ok ? "It is healthy again" : `Its health check fails (${reason}); no traffic goes to it`;
  tell(post.parts, app, member, ok ? "healthy" : "unhealthy", text);
  await post.publisher.refresh();
}

type OnVerdict = (ok: boolean, reason: string) => Promise<void>;

interface Probed {
  readonly member: Member;
  readonly protocol: ComponentPlan["protocol"];
}

async function checkLoop(
  parts: Parts,
  check: CheckPlan | null,
  { member, protocol }: Probed,
  signal: AbortSignal,
  onVerdict: OnVerdict,
): Promise<void> {
  if (!check) return;
  let failures = 0;
  let successes = 0;
  try {
    await parts.clock.sleep(check.initialDelayMs + check.periodMs, signal);
    for (; !signal.aborted; await parts.clock.sleep(check.periodMs, signal)) {
      const outcome = await probe(parts, check, protocol, member.record.instance);
      if (signal.aborted) return;
      if (outcome === null) continue;
      failures = outcome.ok ? 0 : failures + 1;
      successes = outcome.ok ? successes + 1 : 0;
      if (successes >= check.successThreshold) await onVerdict(true, "");
      if (!outcome.ok && failures >= check.failureThreshold) await onVerdict(false, outcome.reason);
    }
  } catch (error) {
    if (!signal.aborted) parts.log.error("a health check ended", { error: String(error) });
  }
}
