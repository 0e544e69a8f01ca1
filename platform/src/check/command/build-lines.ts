import { componentsOf, type ComponentEntry } from "../../spec/index.ts";
import { placeIn } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import { sourcedEntries, type CheckedApp, type SourcedEntry, type SourcePlace } from "../rule.ts";
import { processesIn, type Process } from "./processes.ts";

type Built = Exclude<ComponentEntry, { readonly kind: "function" }>;

/** A component that is built, with what its build runs. */
export interface BuildLines {
  readonly entry: Built;
  /** With what its directory holds; null if that is not known. */
  readonly sourced: SourcedEntry | null;
  /** In the order in which they run; the spec's `build_command` is the last one. */
  readonly lines: readonly BuildLine[];
}

export interface BuildLine {
  readonly line: string;
  /** The package.json script it is; null for `build_command`. */
  readonly script: string | null;
  readonly processes: readonly Process[];
}

const INSTALL_SCRIPTS = ["heroku-prebuild", "preinstall", "install", "postinstall", "prepare"];

/** Every component that is built without Docker. */
export function buildLines(app: CheckedApp): BuildLines[] {
  const sourced = sourcedEntries(app);
  return componentsOf(app.spec).flatMap((entry) => {
    if (entry.kind === "function" || entry.component.dockerfile_path !== undefined) return [];
    if (entry.kind !== "static_site" && entry.component.image !== undefined) return [];
    const own = sourced.find(({ field }) => field === entry.field) ?? null;
    return { entry, sourced: own, lines: linesOf(entry, own) };
  });
}

function linesOf({ component }: Built, sourced: SourcedEntry | null): BuildLine[] {
  const scripts = sourced === null ? {} : (manifestOf(sourced.facts)?.scripts ?? {});
  const command = component.build_command;
  return [
    ...scriptsOfBuild(scripts).map((script) => ({ script, line: scripts[script] ?? "" })),
    ...(command === undefined ? [] : [{ script: null, line: command }]),
  ].map((one) => ({ ...one, processes: processesIn(one.line, scripts) }));
}

/** Names of the scripts that an install and a build run by themselves. */
function scriptsOfBuild(scripts: Readonly<Record<string, string>>): string[] {
  const build =
    "heroku-postbuild" in scripts
      ? ["heroku-postbuild"]
      : "build" in scripts
        ? ["prebuild", "build", "postbuild"]
        : [];
  return [...INSTALL_SCRIPTS, ...build].filter((name) => name in scripts);
}

/** Where a line stands in the source; undefined if that is the spec. */
export function placeOfLine({ sourced }: BuildLines, { script }: BuildLine): SourcePlace | undefined {
  return sourced === null || script === null ? undefined : placeIn(sourced, "package.json", `"${script}"`);
}
