import { randomBytes } from "node:crypto";
import { attachedConnection } from "../../plan/attached-connection.ts";
import type { DatabaseConnection } from "../../plan/endpoints.ts";
import type { DatabasePlan } from "../../plan/plan.ts";
import { planOf, publish, reported, type DeployContext } from "../context.ts";
import type { LiveApp } from "../fleet.ts";
import type { Parts } from "../parts.ts";
import type { Step } from "../step.ts";

/** Every database of the plan runs, with its role; attached ones are only noted. */
export const provideDatabases: Step = {
  name: "databases",
  phase: "DEPLOYING",
  run: async (context) => {
    const { parts, app, signal } = context;
    const connections = await Promise.all(
      planOf(context).databases.map((plan) => provideReported(context, plan)),
    );
    signal.throwIfAborted();
    const databases = Object.fromEntries(connections.map((connection) => [connection.name, connection]));
    app.endpoints = { ...app.endpoints, databases: { ...app.endpoints.databases, ...databases } };
    // What is attached from the loopback is reached through the router, by jobs that run before anything else too.
    if (connections.some(({ loopback }) => loopback !== undefined)) await context.publisher.publish();
    parts.log.info("databases are ready", { app: app.name, count: connections.length });
  },
};

async function provideReported(context: DeployContext, plan: DatabasePlan): Promise<DatabaseConnection> {
  const { parts, app, signal } = context;
  const onLine = (text: string): void =>
    publish(context, { type: "output", component: plan.name, stream: "deploy", text });
  const texts = {
    running: plan.attachedUrl === null ? `Starting ${plan.engine} ${plan.version}` : "Attaching",
    success: () => (plan.attachedUrl === null ? `${plan.engine} ${plan.version} is running` : "Attached"),
  };
  return reported(context, "databases", plan.name, texts, () =>
    provide(parts, app, plan, { onLine, signal }),
  );
}

/** The connection to a database, which runs when this returns. Idempotent. */
export function provide(
  parts: Parts,
  app: LiveApp,
  plan: DatabasePlan,
  io: { readonly onLine: (line: string) => void; readonly signal: AbortSignal },
): Promise<DatabaseConnection> {
  const gateway = app.network?.gateway ?? "127.0.0.1";
  const isShared = gateway.startsWith("127.");
  if (plan.attachedUrl !== null) {
    const url = parts.box.open(plan.attachedUrl);
    return Promise.resolve(attachedConnection(plan, url, isShared ? null : plan.name));
  }
  return parts.databases.ensure({
    app: app.name,
    name: plan.name,
    engine: plan.engine,
    version: plan.version,
    database: plan.database,
    user: plan.user,
    password: passwordOf(parts, app.name, plan.name),
    listen: isShared ? [] : [gateway],
    host: isShared ? "127.0.0.1" : plan.name,
    uid: null,
    ...io,
  });
}

function passwordOf(parts: Parts, app: string, database: string): string {
  const name = `database-password/${database}`;
  const known = parts.store.secret(app, name);
  if (known) return parts.box.open(known.ciphertext);
  const password = randomBytes(18).toString("base64url");
  parts.store.saveSecret(app, name, {
    fingerprint: parts.box.fingerprint(password),
    ciphertext: parts.box.seal(password),
  });
  return password;
}
