const SLASHES =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<comment>(?<!:)\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g;
const HASHES = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<comment>#[^\n]*)/g;
const DASHES = /'(?:''|[^'])*'|(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)/g;

/** The text with comments as blanks, so that everything else keeps its line and column. */
export function blankComments(text: string, language: "slashes" | "hashes" | "dashes"): string {
  const pattern = { slashes: SLASHES, hashes: HASHES, dashes: DASHES }[language];
  return text.replace(pattern, (...args: unknown[]) => {
    const { comment } = args.at(-1) as { readonly comment?: string };
    return comment === undefined ? String(args[0]) : comment.replace(/[^\n]/g, " ");
  });
}
