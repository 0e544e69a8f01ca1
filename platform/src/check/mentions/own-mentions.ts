import type { ComponentFacts, Mention, MentionKind } from "../../source/facts.ts";
import { mentionsOf } from "../code.ts";
import { sourcedEntries, type CheckedApp, type SourcedEntry } from "../rule.ts";

/** What the code of a component mentions, without the directories below that other components have. */
export function ownMentions(app: CheckedApp, entry: SourcedEntry, kind: MentionKind): Mention[] {
  const nested = Object.values(app.facts?.components ?? {}).filter((other) => isBelow(other, entry.facts));
  return mentionsOf(app, entry, kind).filter(
    ({ file }) => !nested.some(({ directory }) => file.startsWith(`${directory}/`)),
  );
}

/** Components of the very same directory, the given one among them: which of them runs a file is not known. */
export function housemates(app: CheckedApp, { facts }: SourcedEntry): SourcedEntry[] {
  return sourcedEntries(app).filter((other) => isSamePlace(other.facts, facts));
}

function isSamePlace(one: ComponentFacts, other: ComponentFacts): boolean {
  return one.source === other.source && one.directory === other.directory;
}

function isBelow({ source, directory }: ComponentFacts, above: ComponentFacts): boolean {
  if (source !== above.source || directory === above.directory) return false;
  return above.directory === "" || directory.startsWith(`${above.directory}/`);
}
