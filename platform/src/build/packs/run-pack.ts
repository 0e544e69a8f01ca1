import type { Pack } from "../../plan/plan.ts";
import { goPack } from "./go/go-pack.ts";
import { machineProgramPack } from "./machine-program/machine-program-pack.ts";
import { nodePack } from "./node/node-pack.ts";
import type { PackContext, PackResult } from "./pack.ts";
import { pythonPack } from "./python/python-pack.ts";

/** Runs the pack of its kind. */
export function runPack(pack: Pack, context: PackContext): Promise<PackResult> {
  switch (pack.kind) {
    case "node":
      return nodePack(pack, context);
    case "python":
      return pythonPack(pack, context);
    case "go":
      return goPack(pack, context);
    case "machine-program":
      return machineProgramPack(pack, context);
    case "files":
      return Promise.resolve({ processes: {}, env: {} });
  }
}
