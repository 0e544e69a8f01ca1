import { componentsOf, type ComponentEntry } from "../../spec/index.ts";
import { placeIn } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import { commandOf, sourcedEntries, type CheckedApp, type SourcedEntry, type SourcePlace } from "../rule.ts";
import { processesIn, type Process } from "./processes.ts";

type Compute = Extract<ComponentEntry, { readonly kind: "service" | "worker" | "job" }>;

/** A component that runs, with what starts it. */
export interface RunLine {
  readonly entry: Compute;
  /** With what its directory holds; null if that is not known, or Docker builds it. */
  readonly sourced: SourcedEntry | null;
  readonly processes: readonly Process[];
}

/** Every component that runs; no processes if it is not known what starts it: the build decides. */
export function runLines(app: CheckedApp): RunLine[] {
  const sourced = sourcedEntries(app);
  return componentsOf(app.spec).flatMap((entry) => {
    if (entry.kind === "static_site" || entry.kind === "function") return [];
    const own = sourced.find(({ field }) => field === entry.field) ?? null;
    const line = own === null ? entry.component.run_command : (commandOf(own) ?? npmStart(own));
    const scripts = own === null ? {} : (manifestOf(own.facts)?.scripts ?? {});
    return { entry, sourced: own, processes: processesIn(line ?? "", scripts) };
  });
}

/** Where several languages are, another one may know how to start. */
function npmStart({ facts }: SourcedEntry): string | undefined {
  const isOther = facts.entries.some((name) => /^(?:go\.mod|requirements\.txt|Pipfile|uv\.lock)$/.test(name));
  return "start" in (manifestOf(facts)?.scripts ?? {}) && !isOther ? "npm start" : undefined;
}

/** Where a process stands in the source; undefined if that is the spec. */
export function placeOfProcess({ entry, sourced }: RunLine, { script }: Process): SourcePlace | undefined {
  if (sourced === null) return undefined;
  if (script !== null) return placeIn(sourced, "package.json", `"${script}"`);
  if (entry.component.run_command !== undefined) return undefined;
  return placeIn(sourced, "Procfile", entry.kind === "worker" ? "worker:" : "web:");
}
