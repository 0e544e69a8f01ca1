import { messageOf } from "../../base/errors.ts";
import { report, type DeployContext } from "../context.ts";
import { farewellOf, retire } from "../retire.ts";
import type { Step } from "../step.ts";

/** Drains and stops what the new release replaced, in the background: a long grace slows nobody. */
export const retireReplaced: Step = {
  name: "stop",
  phase: null,
  run: (context) => {
    for (const member of context.replaced) void retireOne(context, member);
    return Promise.resolve();
  },
};

async function retireOne(context: DeployContext, member: DeployContext["replaced"][number]): Promise<void> {
  const { parts, app, previous } = context;
  const { component } = member.record.instance;
  const plan = previous?.plan.components.find((candidate) => candidate.name === component);
  try {
    await retire(parts, app, member, farewellOf(plan));
  } catch (error) {
    report(context, { step: "stop", component, status: "error", message: messageOf(error) });
  }
}
