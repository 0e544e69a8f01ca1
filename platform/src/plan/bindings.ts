import { databaseBindables, privateBindables } from "../spec/index.ts";
import { connectionUrl, jdbcConnectionUrl } from "./connection-url.ts";
import type { DatabaseConnection, Endpoints, ServiceEndpoint } from "./endpoints.ts";
import type { ComponentPlan, Plan, PublicAddress, RoutePlan } from "./plan.ts";
import { publicDomain, publicUrl } from "./public-url.ts";

/**
 * What `${…}` may stand for in one phase. A value of null is known but not to be had in this phase, so the
 * variable is left unset; a name that is absent is unknown and stays as it is written.
 */
export interface Bindings {
  readonly app: BindingValues;
  /** By component or database name. */
  readonly components: Readonly<Record<string, BindingValues>>;
}

type BindingValues = Readonly<Record<string, string | null>>;

/** Bindables of the app itself, which a plan knows before anything runs. */
export interface AppIdentity {
  readonly publicAddress: PublicAddress;
  readonly appId: string;
}

/** What is known of a component before anything runs. */
export interface ComponentIdentity {
  readonly name: string;
  readonly kind: "service" | "site" | "worker" | "job";
  readonly commit: string;
}

/** Bindables that need neither a running component nor a database; those that do are null. */
export function bindingsBeforeRun(
  app: AppIdentity,
  components: readonly ComponentIdentity[],
  databases: readonly { readonly name: string; readonly engine: string }[],
  routes: readonly RoutePlan[],
): Bindings {
  const known: Record<string, BindingValues> = {};
  for (const component of components) {
    known[component.name] = {
      COMMIT_HASH: component.commit,
      ...publicNames(app.publicAddress, component, routes),
      ...(component.kind === "service" ? nulls(privateBindables) : {}),
    };
  }
  for (const { name, engine } of databases) {
    known[name] = { ...nulls(databaseBindables), ...(isCache(engine) ? { REDIS_URL: null } : {}) };
  }
  return { app: appBindings(app), components: known };
}

/** Bindables of the build phase: no database and no private address has a value. */
export function buildBindings(plan: Plan): Bindings {
  return bindingsBeforeRun(
    { publicAddress: plan.publicAddress, appId: plan.appId ?? "" },
    identitiesOf(plan),
    plan.databases,
    plan.routes,
  );
}

/** Bindables of running components: everything of the build phase, and where the parts find each other. */
export function runBindings(plan: Plan, endpoints: Endpoints): Bindings {
  const { app, components } = buildBindings(plan);
  const bound: Record<string, BindingValues> = { ...components };
  for (const component of plan.components) {
    const endpoint = endpoints.services[component.name];
    if (component.kind !== "service" || !endpoint) continue;
    bound[component.name] = { ...bound[component.name], ...privateBindings(component, endpoint) };
  }
  for (const connection of Object.values(endpoints.databases)) {
    bound[connection.name] = databaseBindings(connection);
  }
  return { app, components: bound };
}

function appBindings({ publicAddress, appId }: AppIdentity): BindingValues {
  const domain = publicDomain(publicAddress);
  const url = publicUrl(publicAddress);
  return { APP_ID: appId, APP_DOMAIN: domain, STARTER_DOMAIN: domain, APP_URL: url, PUBLIC_URL: url };
}

function publicNames(
  address: PublicAddress,
  component: ComponentIdentity,
  routes: readonly RoutePlan[],
): BindingValues {
  if (component.kind !== "service" && component.kind !== "site") return {};
  const own = routes.filter(({ target }) => target.kind === "component" && target.name === component.name);
  const route = own.find(({ host }) => host === null) ?? own[0];
  if (!route) return {};
  const path = "prefix" in route.path ? route.path.prefix : route.path.exact;
  return { PUBLIC_URL: publicUrl(address, path), PUBLIC_ROUTE_PATH: path };
}

function identitiesOf(plan: Plan): ComponentIdentity[] {
  const commits = new Map(
    plan.builds.flatMap((build) => build.components.map((name) => [name, commitOf(build.inputs.source)])),
  );
  const identify = (kind: ComponentIdentity["kind"]) => (named: { readonly name: string }) => ({
    name: named.name,
    kind,
    commit: commits.get(named.name) ?? "",
  });
  return [
    ...plan.components.map((component) => identify(component.kind)(component)),
    ...plan.sites.map(identify("site")),
    ...plan.jobs.map(identify("job")),
  ];
}

/** Without git there still is something that tells one state of the source from another. */
export function commitOf(source: { readonly commit: string | null; readonly treeHash: string }): string {
  return source.commit ?? source.treeHash.slice(0, 40);
}

function privateBindings(component: ComponentPlan, endpoint: ServiceEndpoint): BindingValues {
  const specPort = component.ports.http ?? component.ports.internal[0];
  if (specPort === undefined) return { PRIVATE_DOMAIN: endpoint.host, HOSTNAME: endpoint.host };
  const port = String(endpoint.ports[String(specPort)] ?? specPort);
  return {
    PRIVATE_DOMAIN: endpoint.host,
    HOSTNAME: endpoint.host,
    PRIVATE_PORT: port,
    PORT: port,
    PRIVATE_URL: `http://${endpoint.host}:${port}`,
  };
}

function databaseBindings(connection: DatabaseConnection): BindingValues {
  const url = connectionUrl(connection);
  return {
    HOSTNAME: connection.host,
    PORT: String(connection.port),
    USERNAME: connection.username,
    PASSWORD: connection.password,
    DATABASE: connection.database,
    DATABASE_URL: url,
    JDBC_DATABASE_URL: jdbcConnectionUrl(connection),
    CA_CERT: connection.caCertificate,
    ...(isCache(connection.engine) ? { REDIS_URL: url } : {}),
  };
}

function isCache(engine: string): boolean {
  return engine === "REDIS" || engine === "VALKEY";
}

function nulls(names: readonly string[]): BindingValues {
  return Object.fromEntries(names.map((name) => [name, null]));
}
