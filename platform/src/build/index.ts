export type { Builder, BuildFailure, BuildOutcome, BuildRequest } from "./builder.ts";
export { directoryBuilder } from "./directory-builder.ts";
export { usualPlaces, type BuildMachine } from "./machine.ts";
