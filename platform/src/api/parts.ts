import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { SecretBox } from "../base/secret-box.ts";
import type { Conductor, EventHub, Paths } from "../deploy/index.ts";
import type { Store } from "../store/store.ts";
import type { ControlStatus, DatabaseAccess } from "../wire/index.ts";

/** What the API needs; chosen by the server. */
export interface ApiParts {
  readonly conductor: Conductor;
  readonly store: Store;
  readonly events: EventHub;
  readonly box: SecretBox;
  readonly clock: Clock;
  readonly log: Log;
  readonly paths: Paths;
  /** Directory for clones of other repositories. */
  readonly cloneRoot: string;
  /** Environment for git: PATH, HOME and the machine's certificate settings. */
  readonly gitEnv: Readonly<Record<string, string>>;
  /** First uid given to apps, or null when we are not root and cannot change users. */
  readonly firstUid: number | null;
  /** Build number that answers know, e.g. `0.1.0`. */
  readonly version: string;
  /** Resolves when apps may be asked for and changed; until then requests wait. */
  readonly ready: Promise<unknown>;
  control(): Promise<ControlStatus>;
  databases(app: string): Promise<readonly DatabaseAccess[]>;
  /** Ends router and control plane if nothing is up. */
  shutdown(): Promise<boolean>;
}
