import type { Mention } from "../facts.ts";
import { blankComments } from "./blank-comments.ts";
import { placed, type Extractor } from "./extractor.ts";
import { javascript } from "./javascript.ts";
import { go, php, prisma, ruby, sql } from "./other-languages.ts";
import { python } from "./python.ts";

interface Language {
  readonly files: RegExp;
  readonly comments: Parameters<typeof blankComments>[1];
  readonly extractors: readonly Extractor[];
}

const languages: readonly Language[] = [
  { files: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/, comments: "slashes", extractors: javascript },
  { files: /\.py$/, comments: "hashes", extractors: python },
  { files: /\.go$/, comments: "slashes", extractors: go },
  { files: /\.rb$/, comments: "hashes", extractors: ruby },
  { files: /\.php$/, comments: "slashes", extractors: php },
  { files: /\.prisma$/, comments: "slashes", extractors: prisma },
  { files: /\.sql$/, comments: "dashes", extractors: sql },
];

/** What the code of one file names, in the order of the text. Pure. */
export function findMentions(file: string, text: string): Mention[] {
  const language = languages.find(({ files }) => files.test(file));
  if (!language) return [];
  const code = blankComments(text, language.comments);
  return placed(
    language.extractors.flatMap((extract) => [...extract(code)]),
    code,
    file,
  );
}
