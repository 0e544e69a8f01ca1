import type { Log } from "../base/log.ts";
import type { Artifact } from "../plan/artifact.ts";
import type { BuildInputs } from "../plan/plan.ts";

/** What a build is told besides its inputs. */
export interface BuildRequest {
  readonly app: string;
  /** For progress and messages. */
  readonly component: string;
  readonly inputs: BuildInputs;
  /** Absolute root of the source on this machine; it is only read. */
  readonly sourceRoot: string;
  /** Files to take, relative to the root: tracked and untracked, never ignored ones. */
  readonly files: readonly string[];
  /** Build-time variables with references filled in and secrets in clear. */
  readonly env: Readonly<Record<string, string>>;
  /** Raised when the user asks to build afresh: nothing that an earlier generation made or cached is used. */
  readonly generation: number;
  /** Unprivileged uid and gid the user's code runs under; null: as ourselves (not root). */
  readonly uid: number | null;
  /** The whole log goes to this file. */
  readonly logFile: string;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** A build's end that is the app's fault; anything else is thrown as PlatformError. */
export interface BuildFailure {
  readonly reason: "BuildJobExitNonZero" | "BuildJobTimeout" | "BuildJobOutOfMemory" | "BuildJobFailed";
  /** One sentence that names the step. */
  readonly message: string;
  /** What the user may do or look at; empty: nothing better than the lines. */
  readonly hint: string;
  readonly lastLines: readonly string[];
  readonly logFile: string;
}

export type BuildOutcome =
  | { readonly artifact: Artifact; readonly reused: boolean; readonly failure?: never }
  | { readonly failure: BuildFailure; readonly artifact?: never };

export interface Builder {
  /** Makes the artifact, or finds it made already. Leaves no process and no scratch directory behind, also on abort. */
  build(request: BuildRequest): Promise<BuildOutcome>;
  /** The finished artifact of this id, if it is there. */
  find(app: string, id: string): Promise<Artifact | undefined>;
  /** Deletes the app's artifacts that are not in `keep`, except the newest `spare` ones. @returns deleted ids */
  collect(app: string, keep: readonly string[], spare: number): Promise<readonly string[]>;
  /** Deletes everything of the app. */
  remove(app: string): Promise<void>;
}
