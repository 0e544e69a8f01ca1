import { dirname } from "node:path";
import { exec } from "../../base/exec.ts";
import { findOnMachine, ownEnvironment } from "../machine.ts";
import { BuildFailed } from "../build-failed.ts";
import type { ToolSource } from "./tool-source.ts";

export interface GoTool {
  readonly version: string;
  /** Directory that has to be shown to run it; `go` stands in its `bin`. */
  readonly root: string;
}

/**
 * This machine's Go; the `go` line of go.mod is met by Go itself, which fetches a newer toolchain if it has to.
 * @throws BuildFailed if there is none
 */
export async function findGo(source: ToolSource): Promise<GoTool> {
  const [program] = await findOnMachine(source.machine, ["go"]);
  if (program === undefined) {
    const message =
      "this machine has no Go; install it (https://go.dev/dl, or your system's package golang-go)";
    throw new BuildFailed("BuildJobFailed", message);
  }
  const env = { ...ownEnvironment(source.machine), GOTOOLCHAIN: "local" };
  const { stdout } = await exec([program, "env", "GOROOT", "GOVERSION"], {
    env,
    cwd: "/",
    timeoutMs: 20_000,
  });
  const [root = dirname(dirname(program)), version = "go"] = stdout.trim().split("\n");
  return { version: version.replace(/^go/, ""), root };
}
