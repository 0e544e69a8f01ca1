/** What a build made: immutable, content-addressed, kept for rollback. Made by build, run by runtime. */
export interface Artifact {
  /** Hash of the build's inputs, 32 hex digits. */
  readonly id: string;
  /** Absolute directory whose content an instance sees as its workspace. */
  readonly directory: string;
  /** Directories outside of it that must be readable at the same path, e.g. a toolchain. */
  readonly mounts: readonly string[];
  /** Put before PATH, in order; a relative entry is relative to the workspace. */
  readonly path: readonly string[];
  /** Defaults that lie under the component's own variables, e.g. NODE_ENV. */
  readonly env: Readonly<Record<string, string>>;
  /** Process types and their shell lines, from the Procfile or the pack (`web: npm start`). */
  readonly processes: Readonly<Record<string, string>>;
  /** Absolute directory a static site publishes, null for anything else. */
  readonly siteRoot: string | null;
  readonly sizeBytes: number;
}
