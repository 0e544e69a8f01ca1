import type { DatabaseConnection } from "../../plan/endpoints.ts";
import type { DatabasePlan } from "../../plan/plan.ts";
import { noteDatabases, provideDatabase } from "../app-databases.ts";
import { planOf, publish, reported, type DeployContext } from "../context.ts";
import type { Step } from "../step.ts";
import { together } from "../together.ts";

/** Every database of the plan runs, with its role; attached ones are only noted. */
export const provideDatabases: Step = {
  name: "databases",
  phase: "DEPLOYING",
  run: async (context) => {
    const { parts, app, signal } = context;
    const connections = await together(signal, planOf(context).databases, (plan, either) =>
      provideReported(context, plan, either),
    );
    noteDatabases(app, connections);
    // What is attached from the loopback is reached through the router, by jobs that run before anything else too.
    if (connections.some(({ loopback }) => loopback !== undefined)) await context.publisher.publish();
    parts.log.info("databases are ready", { app: app.name, count: connections.length });
  },
};

async function provideReported(
  context: DeployContext,
  plan: DatabasePlan,
  signal: AbortSignal,
): Promise<DatabaseConnection> {
  const { parts, app } = context;
  const onLine = (text: string): void =>
    publish(context, { type: "output", component: plan.name, stream: "deploy", text });
  const texts = {
    signal,
    running: plan.attachedUrl === null ? `Starting ${plan.engine} ${plan.version}` : "Attaching",
    success: () => (plan.attachedUrl === null ? `${plan.engine} ${plan.version} is running` : "Attached"),
  };
  return reported(context, "databases", plan.name, texts, () =>
    provideDatabase(parts, app, plan, { onLine, signal }),
  );
}
