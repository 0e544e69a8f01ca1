import type { Plan } from "../plan/plan.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";

/** Opens (or finds) the network of a plan and notes where its services are. */
export async function openAppNetwork(parts: Parts, app: LiveApp, plan: Plan): Promise<void> {
  const known = parts.store
    .apps()
    .flatMap((record) => [`${record.name}.localhost`, `${record.name}.ashore.internal`]);
  const network = await parts.runtime.openNetwork({
    app: app.name,
    services: plan.components
      .filter((component) => component.kind === "service")
      .map(({ name, ports }) => ({
        name,
        ports: ports.http === null ? ports.internal : [ports.http, ...ports.internal],
      })),
    databases: plan.databases.map((database) => database.name),
    publicHosts: [...new Set([...plan.hosts, ...known])],
  });
  app.network = network;
  app.endpoints = { ...app.endpoints, services: network.services };
}
