/** `GET /ashore/v1/status`: the control plane itself. */
export interface ControlStatus {
  readonly version: string;
  readonly pid: number;
  readonly home: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly router: { readonly pid: number; readonly listeners: readonly string[] } | null;
  readonly runtime: {
    readonly runtime: string;
    readonly network: "namespaces" | "shared";
    readonly isolation: readonly string[];
    readonly notes: readonly string[];
  };
  readonly apps: number;
}

/** `POST /ashore/v1/shutdown`: ends router and control plane if no app is up; answers `{ stopped: boolean }`. */
export interface ShutdownAnswer {
  readonly stopped: boolean;
}
