import type { RouterStatus, RouteTable } from "../base/route-table.ts";

/** The running router as the control plane sees it, over its control socket. */
export interface Router {
  /**
   * Replaces the table. Resolves once it is on disk and answers come from it.
   * @throws PlatformError `ROUTER_PORT_IN_USE` if a listener cannot be opened (the old table stays)
   */
  apply(table: RouteTable): Promise<void>;
  /** The table in force; undefined before the first one. */
  current(): Promise<RouteTable | undefined>;
  status(): Promise<RouterStatus>;
  /** Resolves when none of the targets has a request under way, or after `timeoutMs`. @returns what was left */
  drain(targets: readonly string[], timeoutMs: number): Promise<number>;
  /** One request to a backend's target over the very pool that traffic takes. */
  probe(request: ProbeRequest): Promise<ProbeOutcome>;
}

export interface ProbeRequest {
  readonly kind: "tcp" | "http";
  readonly address: string;
  readonly port: number;
  readonly path: string | null;
  readonly protocol: "http1" | "http2";
  readonly host: string;
  readonly timeoutMs: number;
}

/** HTTP counts as ok from 200 to 399, as on App Platform. */
export type ProbeOutcome =
  | { readonly ok: true; readonly status: number | null }
  | { readonly ok: false; readonly status: number | null; readonly reason: string };
