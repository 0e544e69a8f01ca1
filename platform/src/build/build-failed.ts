import type { BuildFailure } from "./builder.ts";

/** Ends a build that fails by the app's fault; the builder turns it into its outcome. */
export class BuildFailed extends Error {
  readonly reason: BuildFailure["reason"];

  constructor(reason: BuildFailure["reason"], message: string) {
    super(message);
    this.name = "BuildFailed";
    this.reason = reason;
  }
}
