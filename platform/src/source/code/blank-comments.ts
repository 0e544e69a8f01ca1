/**
 * Where a slash begins a regular expression and does not divide: behind an operator, an opening bracket or `return`.
 * Its length is bounded: the starts of many that do not end would each be looked behind.
 */
const REGULAR_EXPRESSION = String.raw`(?<=(?:[(,=:[!&|?{;+]|=>)[^\S\n]*|\breturn[^\S\n]+)\/(?![*\/>])(?:\\.|\[(?:\\.|[^\]\\\n]){0,200}\]|[^\/\\\n[]){1,500}\/`;
// What is escaped outside of texts begins none, so that of each kind at most one look-out for an end is in vain.
const ESCAPED = String.raw`\\[\s\S]`;
const QUOTED = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const TEMPLATE = "`(?:\\\\[\\s\\S]|[^`\\\\])*`";
const BLOCK = String.raw`\/\*[\s\S]*?\*\/`;
/** A block without an end is none, but a mark in something that was misread: the rest is left as it is. */
const OPEN_BLOCK = String.raw`\/\*[\s\S]*$`;
// A text that is a whole statement says nothing to Python, and is how many a block of code is commented out.
const STATEMENT = String.raw`(?<=^[ \t]*)(?:"""[\s\S]*?"""|'''[\s\S]*?''')`;
const TRIPLE = String.raw`"""[\s\S]*?"""|'''[\s\S]*?'''`;

/** Many at once, since each match costs time; not all, since a long one costs memory. */
const several = (...texts: string[]): string => `(?:${texts.join("|")}){1,500}`;

const SLASHES = new RegExp(
  `${several(ESCAPED, REGULAR_EXPRESSION, QUOTED, TEMPLATE)}|(?<comment>(?<!:)\\/\\/[^\\n]*|${BLOCK})|${OPEN_BLOCK}`,
  "g",
);
const HASHES = new RegExp(`(?<comment>${STATEMENT}|#[^\\n]*)|${several(ESCAPED, TRIPLE, QUOTED)}`, "gm");
const DASHES = new RegExp(`'(?:''|[^'])*'|(?<comment>--[^\\n]*|${BLOCK})|${OPEN_BLOCK}`, "g");

/** The text with comments as blanks, so that everything else keeps its line and column. */
export function blankComments(text: string, language: "slashes" | "hashes" | "dashes"): string {
  const pattern = { slashes: SLASHES, hashes: HASHES, dashes: DASHES }[language];
  return text.replace(pattern, (...args: unknown[]) => {
    const { comment } = args.at(-1) as { readonly comment?: string };
    return comment === undefined ? String(args[0]) : comment.replace(/[^\n]/g, " ");
  });
}
