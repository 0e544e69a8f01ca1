import type { PublicAddress } from "./plan.ts";

/** What the plan has to know of the machine and of `.do/ashore.yaml`, besides the spec and the sources. */
export interface HostFacts {
  readonly publicAddress: PublicAddress;
  /** Further names that lead here, e.g. `<app>.ashore.internal`. */
  readonly extraHosts: readonly string[];
  /** By database name: URL given under `attach`, as ciphertext. */
  readonly attached: Readonly<Record<string, string>>;
  /** App id, for `${APP_ID}`. */
  readonly appId: string;
  /** Another directory from which an app of this name is up now. */
  readonly runsFrom?: string;
}
