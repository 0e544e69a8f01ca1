import type { EventBody } from "../base/event.ts";
import type { LiveApp, Member } from "./fleet.ts";
import type { Parts } from "./parts.ts";

type InstanceEvent = Extract<EventBody, { readonly type: "instance" }>;

/** An event about an instance outside of a deployment, also kept for `status` until it is well again. */
export function tell(
  parts: Pick<Parts, "events">,
  app: LiveApp,
  member: Member,
  what: InstanceEvent["what"],
  message: string,
): void {
  if (what === "restarted" || what === "healthy") delete member.note;
  else member.note = message;
  const { id, component } = member.record.instance;
  parts.events.publish(app.name, member.record.deploymentId, {
    type: "instance",
    component,
    instance: id,
    what,
    message,
  });
}
