import { randomBytes } from "node:crypto";
import { attachedConnection } from "../plan/attached-connection.ts";
import type { DatabaseConnection } from "../plan/endpoints.ts";
import type { DatabasePlan, Plan } from "../plan/plan.ts";
import { openAppNetwork } from "./app-network.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";

/** Those databases of a plan whose connections are not known yet. Idempotent. */
export async function provideMissing(
  parts: Parts,
  app: LiveApp,
  plan: Pick<Plan, "databases">,
  signal: AbortSignal,
): Promise<void> {
  const missing = plan.databases.filter(({ name }) => !Object.hasOwn(app.endpoints.databases, name));
  for (const database of missing) await provideNoted(parts, app, database, signal);
}

/** One database, running, with its connection noted for whoever is started from now on. */
export async function provideNoted(
  parts: Parts,
  app: LiveApp,
  plan: DatabasePlan,
  signal: AbortSignal,
): Promise<void> {
  // Where it listens and what it is called depends on the network.
  if (app.network === null && app.release) await openAppNetwork(parts, app, app.release.plan);
  const connection = await provideDatabase(parts, app, plan, { onLine: () => undefined, signal });
  signal.throwIfAborted();
  noteDatabases(app, [connection]);
}

/** Keeps connections for whoever is started from now on. */
export function noteDatabases(app: LiveApp, connections: readonly DatabaseConnection[]): void {
  const databases = Object.fromEntries(connections.map((connection) => [connection.name, connection]));
  app.endpoints = { ...app.endpoints, databases: { ...app.endpoints.databases, ...databases } };
}

/** The connection to a database, which runs when this returns. Idempotent. */
export function provideDatabase(
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
