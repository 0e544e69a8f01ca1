import { commandOf, type SourcedEntry } from "../rule.ts";
import type { Process } from "./processes.ts";
import { baseName } from "./unwrap.ts";

const RUNTIMES = /^(?:node|nodejs|tsx|ts-node|bun|python[\d.]*)$/;

/**
 * True if a component surely starts a file of its source, or what a compiler makes of it.
 * @param processes what its command starts
 * @param file relative to the root of the source
 */
export function startsFile(sourced: SourcedEntry, processes: readonly Process[], file: string): boolean {
  const { directory } = sourced.facts;
  const own = directory === "" ? file : file.slice(directory.length + 1);
  if (own.endsWith(".go")) return own === "main.go" && runsPlainGo(sourced, processes);
  const [process, ...others] = processes;
  if (!process || others.length > 0 || !RUNTIMES.test(baseName(process.program))) return false;
  const started = process.args.find((one) => !one.startsWith("-"));
  return started !== undefined && stemOf(started) === stemOf(own);
}

/** The build's own choice of program, or one of `bin/`, that gets no arguments. */
function runsPlainGo(sourced: SourcedEntry, processes: readonly Process[]): boolean {
  if (!("go.mod" in sourced.facts.texts) || "package.json" in sourced.facts.texts) return false;
  if (commandOf(sourced) === undefined) return true;
  return (
    processes.length === 1 && processes.every((one) => one.args.length === 0 && one.program.includes("bin/"))
  );
}

/** `dist/src/main.js` is what becomes of `src/main.ts`. */
function stemOf(path: string): string {
  return path
    .replace(/^\.\//, "")
    .replace(/^(?:dist|build|out|lib)\//, "")
    .replace(/^src\//, "")
    .replace(/\.[cm]?[jt]s$|\.py$/, "");
}
