import { runServer } from "../../server/main.ts";

/** `ashore server`: the control plane of this ASHORE_HOME, until it is asked to end. @returns the exit code */
export function server(): Promise<number> {
  return runServer();
}
