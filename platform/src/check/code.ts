import type { Mention, MentionKind } from "../source/facts.ts";
import type { CheckedApp, SourcedEntry, SourcePlace } from "./rule.ts";

/** What the code of a component's directory mentions of one kind. */
export function mentionsOf(
  { facts }: CheckedApp,
  { facts: own }: SourcedEntry,
  kind: MentionKind,
): Mention[] {
  const all = facts?.sources[own.source]?.code.mentions ?? [];
  const prefix = own.directory === "" ? "" : `${own.directory}/`;
  return all.filter((mention) => mention.kind === kind && mention.file.startsWith(prefix));
}

/** Files of a component's directory, relative to it. */
export function filesOf({ facts }: CheckedApp, { facts: own }: SourcedEntry): string[] {
  const prefix = own.directory === "" ? "" : `${own.directory}/`;
  const files = facts?.sources[own.source]?.files ?? [];
  return files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
}

/** The place of a mention, for a finding. */
export function placeOf({ file, line, column }: Mention, { facts }: SourcedEntry): SourcePlace {
  return { source: facts.source, file, line, column };
}

/** The first place of a text in one of the files that decide builds, e.g. of `"start"` in package.json. */
export function placeIn({ facts }: SourcedEntry, name: string, text: string): SourcePlace | undefined {
  const at = facts.texts[name]?.indexOf(text) ?? -1;
  if (at < 0) return undefined;
  const before = (facts.texts[name] ?? "").slice(0, at).split("\n");
  const file = facts.directory === "" ? name : `${facts.directory}/${name}`;
  return { source: facts.source, file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
