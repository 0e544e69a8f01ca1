import type {
  AppRoutes,
  Backend,
  Forward,
  Listener,
  RouteRule,
  RouteTable,
  Target,
} from "../base/route-table.ts";
import type { RoutePlan, SitePlan } from "../plan/plan.ts";
import type { DeploymentRecord } from "../store/records.ts";
import { membersOf, type LiveApp, type Member } from "./fleet.ts";

/**
 * The table for everything that is live now (pure).
 * @param listenAddresses loopback addresses; each app's gateway is added so that its instances reach the router
 */
export function routeTable(
  version: number,
  apps: readonly LiveApp[],
  listenAddresses: readonly string[],
): RouteTable {
  const live = apps.flatMap((app) => (app.release ? [{ app, release: app.release }] : []));
  const backends = live.flatMap(({ app, release }) => backendsOf(app, release));
  return {
    version,
    listeners: listenersOf(live, reservedPorts(apps), listenAddresses),
    apps: live.map(({ release }) => appRoutes(release, live.length === 1)),
    backends: Object.fromEntries(backends.map((backend) => [backend.id, backend])),
    forwards: apps.flatMap((app) => [...forwardsOf(app), ...attachedForwards(app)]),
  };
}

type Live = { readonly app: LiveApp; readonly release: DeploymentRecord };

function reservedPorts(apps: readonly LiveApp[]): number[] {
  return apps.flatMap(({ reservedPort }) => reservedPort ?? []);
}

function listenersOf(
  live: readonly Live[],
  reserved: readonly number[],
  addresses: readonly string[],
): Listener[] {
  const listeners = live.flatMap(({ app, release }) => {
    const gateway = app.network?.gateway;
    const all = gateway === undefined ? addresses : [...addresses, gateway];
    return all.map((address) => ({ address, port: release.plan.publicAddress.port }));
  });
  const early = reserved.flatMap((port) => addresses.map((address) => ({ address, port })));
  const byName = new Map(
    [...listeners, ...early].map((listener) => [`${listener.address}:${listener.port}`, listener]),
  );
  return [...byName.values()];
}

function appRoutes(release: DeploymentRecord, isAlone: boolean): AppRoutes {
  const { plan } = release;
  return {
    app: plan.app,
    hosts: plan.hosts,
    isFallback: isAlone,
    rules: plan.routes.flatMap((route) => ruleOf(route, release)),
  };
}

function ruleOf(route: RoutePlan, release: DeploymentRecord): RouteRule[] {
  const { host, path, cors, target } = route;
  if (target.kind === "redirect") {
    const scheme = target.scheme ?? release.plan.publicAddress.scheme;
    return [{ host, path, cors, target: { ...target, scheme } }];
  }
  const site = release.plan.sites.find((candidate) => candidate.name === target.name);
  if (site) return siteRule(route, site, release);
  const backend = backendId(release.plan.app, target.name);
  return [{ host, path, cors, target: { kind: "backend", backend, prefix: target.prefix } }];
}

function siteRule(route: RoutePlan, site: SitePlan, release: DeploymentRecord): RouteRule[] {
  const root = release.artifacts[site.build]?.siteRoot;
  if (root === undefined || root === null || route.target.kind !== "component") return [];
  const { name: component, indexDocument, errorDocument, catchallDocument } = site;
  const served = { component, root, indexDocument, errorDocument, catchallDocument };
  const target = { kind: "static", site: served, prefix: route.target.prefix } as const;
  return [{ host: route.host, path: route.path, cors: route.cors, target }];
}

function backendsOf(app: LiveApp, release: DeploymentRecord): Backend[] {
  return release.plan.components
    .filter((component) => component.kind === "service")
    .map((component) => ({
      id: backendId(app.name, component.name),
      app: app.name,
      component: component.name,
      protocol: component.protocol,
      targets: component.ports.http === null ? [] : publicTargets(app, component.name, component.ports.http),
    }));
}

function forwardsOf(app: LiveApp): Forward[] {
  return (app.network?.forwards ?? []).map((forward) => ({
    app: app.name,
    component: forward.service,
    listen: { address: forward.address, port: forward.port },
    targets: innerTargets(app, forward.service, forward.specPort),
  }));
}

/** Instances reach an attached database of the machine's loopback at their gateway, by the same port. */
function attachedForwards({ name, network, endpoints }: LiveApp): Forward[] {
  const attached = Object.values(endpoints.databases).flatMap(({ name: component, port, loopback }) => {
    if (network === null || loopback === undefined) return [];
    const address = loopback === "[::1]" ? "::1" : loopback.replace(/^localhost$/i, "127.0.0.1");
    const target = { id: `${name}/${component}`, address, port };
    return { app: name, component, listen: { address: network.gateway, port }, targets: [target] };
  });
  return [...new Map(attached.map((forward) => [forward.listen.port, forward])).values()];
}

function publicTargets(app: LiveApp, component: string, specPort: number): Target[] {
  return membersOf(app, component, "serving").map((member) => targetOf(member, specPort));
}

// Inside the app a component may be needed by the others before the first release is live.
function innerTargets(app: LiveApp, component: string, specPort: number): Target[] {
  const serving = membersOf(app, component, "serving");
  const members = serving.length > 0 ? serving : membersOf(app, component, "ready");
  return members.map((member) => targetOf(member, specPort));
}

function targetOf({ record }: Member, specPort: number): Target {
  const { id, address, ports } = record.instance;
  return { id, address, port: ports[String(specPort)] ?? specPort };
}

export function backendId(app: string, component: string): string {
  return `${app}/${component}`;
}
