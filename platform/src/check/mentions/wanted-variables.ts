import type { Mention } from "../../source/facts.ts";
import { filesOf } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import type { CheckedApp, SourcedEntry } from "../rule.ts";
import { variablesOf } from "../variables.ts";
import { hasDotenv, isNamedIn } from "./given-elsewhere.ts";
import { housemates, ownMentions } from "./own-mentions.ts";

/** Packages through which code reads variables under names that stand in no `process.env` or `os.environ`. */
const READERS =
  /^(?:envalid|@t3-oss\/env-\w+|env-var|env-schema|@fastify\/env|convict|nconf|config|znv|@nestjs\/config|pydantic_settings|dynaconf|starlette|@hapi\/confidence|rc)$/;

export interface WantedVariables {
  /** Every variable that any code of the app reads. */
  readonly read: ReadonlySet<string>;
  /** First mentions of those that this component reads without a fallback and that nothing sets. */
  readonly missing: readonly Mention[];
}

/** The variables that a component's code reads, as far as `readsUnseen` is not true of it. */
export function wantedVariables(app: CheckedApp, entry: SourcedEntry): WantedVariables {
  const all = Object.values(app.facts?.sources ?? {}).flatMap(({ code }) => code.mentions);
  const read = new Set(all.filter(({ kind }) => kind === "env").map(({ name }) => name));
  const mentions = ownMentions(app, entry, "env");
  const optional = new Set(mentions.filter(hasFallback).map(({ name }) => name));
  const set = new Set(housemates(app, entry).flatMap((mate) => [...variablesOf(app.spec, mate).keys()]));
  const missing = firstOfEach(mentions).filter(
    ({ name }) => !optional.has(name) && !set.has(name) && !isNamedIn(entry, name),
  );
  return { read, missing };
}

/** True if code may read variables, or get them, where nobody looked. */
export function readsUnseen(app: CheckedApp, entry: SourcedEntry): boolean {
  const source = app.facts?.sources[entry.facts.source];
  if (!source || source.code.unread > 0 || entry.facts.reachesOutside) return true;
  if (hasDotenv(filesOf(app, entry)) || /\.(?:rb|php)$/m.test(source.files.join("\n"))) return true;
  if (ownMentions(app, entry, "env").some(({ name }) => name === "")) return true;
  const used = [...ownMentions(app, entry, "import"), ...ownMentions(app, entry, "require")];
  const installed = [...(manifestOf(entry.facts)?.dependencies ?? [])];
  return [...used.map(({ name }) => name), ...installed].some((name) => READERS.test(name));
}

/** The own machine is no fallback: in an instance nothing else runs there. */
function hasFallback({ value }: Mention): boolean {
  return value !== null && !/^(?:\w+:\/\/)?(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/\d*)?$/.test(value);
}

function firstOfEach(mentions: readonly Mention[]): Mention[] {
  return [...Map.groupBy(mentions, ({ name }) => name).values()].flatMap(([first]) => first ?? []);
}
