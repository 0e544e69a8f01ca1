import type { Client } from "../client/index.ts";
import type { UpRequest } from "../wire/index.ts";
import type { Context } from "./context.ts";
import type { Lifeline } from "./lifeline.ts";
import type { SpecInput, SpecOptions } from "./spec-input.ts";
import type { UpReport } from "./up-report.ts";

export interface UpOptions extends SpecOptions {
  readonly detach: boolean;
  /** Of the router's public listener. */
  readonly port?: number;
  readonly watch: boolean;
  readonly forceBuild: boolean;
  readonly json: boolean;
}

/** One `ashore up` from its start to its end. */
export interface UpRun {
  readonly context: Context;
  readonly options: UpOptions;
  readonly app: string;
  readonly client: Client;
  readonly lifeline: Lifeline;
  readonly report: UpReport;
  /** Aborts at Ctrl-C, and when the run is over for another reason. */
  readonly signal: AbortSignal;
  /** Aborts when the run is over. */
  readonly ended: AbortSignal;
  /** The run is over: whatever still listens to the control plane lets go. */
  readonly end: () => void;
}

/** What the control plane is asked to make of a directory. */
export function upRequest(input: SpecInput, options: Pick<UpOptions, "port" | "forceBuild">): UpRequest {
  return {
    directory: input.directory,
    specFile: input.specFile,
    specText: input.specText,
    values: input.values,
    attach: input.ashoreYaml.attach,
    port: options.port ?? null,
    forceBuild: options.forceBuild,
  };
}
