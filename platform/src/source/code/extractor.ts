import type { Mention, MentionKind } from "../facts.ts";

/** A mention in one text. */
export interface Found {
  readonly kind: MentionKind;
  readonly name: string;
  readonly value: string | null;
  /** Offset of the name. */
  readonly at: number;
}

/** Finds mentions in a text whose comments are blank. Pure, and in a time that grows with the text's length alone. */
export type Extractor = (code: string) => Iterable<Found>;

/** Every match of a pattern with the flags `gd` and a group `name`, and perhaps one `value`. */
export function byPattern(kind: MentionKind, pattern: RegExp): Extractor {
  return function* (code) {
    for (const match of code.matchAll(pattern)) {
      const name = match.groups?.["name"];
      if (name === undefined) continue;
      yield { kind, name, value: match.groups?.["value"] ?? null, at: startOf(match, "name") };
    }
  };
}

export function startOf(match: RegExpMatchArray, group: string): number {
  return match.indices?.groups?.[group]?.[0] ?? match.index ?? 0;
}

/** A text without its quotes, or digits, as they are; "" for any other fallback, null for none. */
export function literalOf(fallback: string | undefined): string | null {
  if (fallback === undefined) return null;
  const found = /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|(\d+))$/.exec(fallback.trim());
  return found?.slice(1).find((text) => text !== undefined) ?? "";
}

/** What was found, with places in their file, in the order of the text. */
export function placed(found: Iterable<Found>, code: string, file: string): Mention[] {
  const all = [...found].sort((a, b) => a.at - b.at);
  let line = 1;
  let lineStart = 0;
  let lineEnd = code.indexOf("\n");
  return all.map(({ kind, name, value, at }) => {
    while (lineEnd !== -1 && lineEnd < at) {
      line += 1;
      lineStart = lineEnd + 1;
      lineEnd = code.indexOf("\n", lineStart);
    }
    return { kind, name, value, file, line, column: at - lineStart + 1 };
  });
}
