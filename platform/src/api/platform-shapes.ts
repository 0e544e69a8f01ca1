import type { AppRecord, DeploymentRecord } from "../store/records.ts";
import type { ApiParts } from "./parts.ts";

/** An app as App Platform's clients read it (godo `App`); absent fields are left out. */
export function platformApp(parts: ApiParts, record: AppRecord): Record<string, unknown> {
  const newest = parts.store.deployments(record.name, 1)[0];
  const live = record.liveDeployment === null ? undefined : parts.store.deployment(record.liveDeployment);
  const address = live?.plan.publicAddress;
  const url = address && `${address.scheme}://${address.host}:${address.port}`;
  return {
    id: record.id,
    spec: newest?.spec ?? { name: record.name },
    created_at: new Date(record.createdAt).toISOString(),
    ...(newest ? { updated_at: new Date(newest.updatedAt).toISOString() } : {}),
    ...(url === undefined ? {} : { default_ingress: url, live_url: url, live_domain: address?.host }),
    ...(live ? { active_deployment: platformDeployment(live) } : {}),
  };
}

/** A deployment as App Platform's clients read it (godo `Deployment`). */
export function platformDeployment(deployment: DeploymentRecord): Record<string, unknown> {
  const { id, spec, phase, cause } = deployment;
  const created_at = new Date(deployment.createdAt).toISOString();
  return { id, spec, phase, cause, created_at, updated_at: new Date(deployment.updatedAt).toISOString() };
}
