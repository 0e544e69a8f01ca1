import type { BuildFailure } from "./builder.ts";

/** Ends a build that fails by the app's fault; the builder turns it into its outcome. */
export class BuildFailed extends Error {
  readonly reason: BuildFailure["reason"];
  readonly hint: string;

  constructor(reason: BuildFailure["reason"], message: string, hint = "") {
    super(message);
    this.name = "BuildFailed";
    this.reason = reason;
    this.hint = hint;
  }
}
