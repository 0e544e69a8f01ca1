/**
 * What the router serves, whole: every table replaces the one before it. Made by deploy, kept on disk by the
 * router, plain JSON.
 */
export interface RouteTable {
  /** Grows by one with each table; the router refuses an older one. */
  readonly version: number;
  /** Where the router listens for HTTP. Listeners that are no longer named are closed after their requests. */
  readonly listeners: readonly Listener[];
  readonly apps: readonly AppRoutes[];
  /** By backend id (`<app>/<component>`). */
  readonly backends: Readonly<Record<string, Backend>>;
  /** Plain TCP: the stable inner addresses under which components reach each other. */
  readonly forwards: readonly Forward[];
}

export interface Listener {
  readonly address: string;
  /** TCP port. */
  readonly port: number;
}

export interface AppRoutes {
  readonly app: string;
  /** Host names without port, lower case: `<app>.localhost`, the spec's domains, `<app>.ashore.internal`. */
  readonly hosts: readonly string[];
  /** True if requests whose host no app knows go here (an app alone on its router). */
  readonly isFallback: boolean;
  /** In any order; the router picks the most specific match. */
  readonly rules: readonly RouteRule[];
}

export interface RouteRule {
  readonly host: HostMatch | null;
  readonly path: PathMatch;
  readonly target: RouteTarget;
  readonly cors: CorsPolicy | null;
}

export type HostMatch = { readonly exact: string } | { readonly prefix: string };

/** A prefix matches on segment borders: `/api` matches `/api` and `/api/x`, not `/apix`. */
export type PathMatch = { readonly prefix: string } | { readonly exact: string };

export type RouteTarget =
  | {
      readonly kind: "backend";
      readonly backend: string;
      /** What becomes of the matched prefix: cut off, kept, or replaced by `rewrite`. */
      readonly prefix: "trim" | "keep" | { readonly rewrite: string };
    }
  | {
      readonly kind: "static";
      readonly site: StaticSite;
      readonly prefix: "trim" | "keep" | { readonly rewrite: string };
    }
  | {
      readonly kind: "redirect";
      readonly uri: string | null;
      readonly authority: string | null;
      readonly port: number | null;
      /** `https` is what the platform defaults to; locally deploy passes the listener's own scheme. */
      readonly scheme: "http" | "https";
      readonly code: 300 | 301 | 302 | 303 | 304 | 307 | 308;
    };

export interface StaticSite {
  readonly component: string;
  /** Absolute directory of the immutable artifact's files. */
  readonly root: string;
  readonly indexDocument: string;
  /** Served with 404 for unknown paths. */
  readonly errorDocument: string;
  /** Served with 200 for unknown paths; wins over errorDocument when set. */
  readonly catchallDocument: string | null;
}

export interface CorsPolicy {
  readonly allowOrigins: readonly ({ exact: string } | { prefix: string } | { regex: string })[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | null;
  readonly allowCredentials: boolean;
}

export interface Backend {
  readonly id: string;
  readonly app: string;
  readonly component: string;
  readonly protocol: "http1" | "http2";
  /** Healthy instances only; empty means the plain 504 page with `x-ashore-failure: no_healthy_upstream`. */
  readonly targets: readonly Target[];
}

export interface Target {
  /** Instance id; a target keeps its pool and its count of running requests across tables by this id. */
  readonly id: string;
  readonly address: string;
  readonly port: number;
}

export interface Forward {
  readonly app: string;
  readonly component: string;
  readonly listen: Listener;
  /** New connections go to the target with the fewest open ones; none: the connection is refused. */
  readonly targets: readonly Target[];
}

/** An address the router is to listen on but can't. */
export interface ListenProblem {
  readonly listen: Listener;
  readonly reason: string;
}

/** What `GET /status` on the router's control socket answers. */
export interface RouterStatus {
  readonly pid: number;
  readonly version: number;
  /** What it listens on; the port is the real one where the table says 0. */
  readonly listeners: readonly Listener[];
  /** Listeners and forwards that cannot be opened for now; the router goes on trying. */
  readonly problems: readonly ListenProblem[];
  /** Requests, upgrades and forwarded connections under way, by target id, also of targets no longer routed. */
  readonly inFlight: Readonly<Record<string, number>>;
}
