/** What a command line says in one go, up to the next operator. */
export interface Segment {
  /** Its words, with their quotes. */
  readonly words: readonly string[];
  /** The operator before it: `&&`, `||`, `;`, `|`, `&`; "" for the first one. */
  readonly after: string;
}

const REDIRECTION = /\d*(?:>>?|<)\s*&?\s*[^\s;&|()]+|&>>?\s*[^\s;&|()]+/y;
const WORD = /(?:\\[\s\S]|"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\$\([^)]*\)|\$\{[^}]*\}|[^\s"'&|;()<>\\])+/y;
const COMMENT = /(?<=^|\s)#[^\n]*/y;
const OPERATOR = /&&|\|\||[;&|()\n]/y;

/** Takes a shell line apart where programs begin. No shell: what it does not understand stays a word. */
export function splitLine(line: string): Segment[] {
  const segments: { words: string[]; after: string }[] = [{ words: [], after: "" }];
  const text = line.replace(/\\\r?\n/g, " ");
  for (let at = 0; at < text.length;) {
    const skipped = matchAt(COMMENT, text, at) ?? matchAt(REDIRECTION, text, at);
    const word = skipped === null ? matchAt(WORD, text, at) : null;
    const operator = skipped === null && word === null ? matchAt(OPERATOR, text, at) : null;
    if (word !== null) segments.at(-1)?.words.push(word);
    if (operator !== null) segments.push({ words: [], after: operator });
    at += (skipped ?? word ?? operator ?? " ").length;
  }
  return joinEmpty(segments);
}

/** `(a && b) & c` has empty segments at its brackets; the strongest operator around them counts. */
function joinEmpty(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = [];
  let isBackground = false;
  for (const { words, after } of segments) {
    isBackground ||= after === "&";
    if (words.length === 0) continue;
    joined.push({ words, after: isBackground ? "&" : joined.length === 0 ? "" : after });
    isBackground = false;
  }
  return joined;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** A word as the program gets it; variables stay as they are written. */
export function unquote(word: string): string {
  return word.replace(
    /"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|\\([\s\S])/g,
    (_, double?: string, single?: string, escaped?: string) =>
      double?.replace(/\\(["\\$`])/g, "$1") ?? single ?? escaped ?? "",
  );
}
