import { stripVTControlCharacters } from "node:util";

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NARROWLESS = /[\p{Mark}\u200b-\u200d\ufe0f]/u;
const CONTROL = /\p{Cc}/gu;

/** What a program draws or dumps on one longer line is of no use in a message. */
const EXCERPT_COLUMNS = 240;

/** Columns a text takes on a terminal; colours take none, CJK and emoji take two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character);
  return width;
}

/** Cuts a text without colours to at most `columns`, the last one becoming `…` when something was cut. */
export function truncate(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let width = 0;
  let kept = "";
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns < 1 ? "" : `${kept}…`;
}

export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - textWidth(text)));
}

/** Breaks a text without colours at spaces, so that no line is wider than `columns` if its words allow. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/**
 * One line of a program's output as it may be shown inside a line of ours: no colours or cursor movements, what a
 * progress bar drew last, tabs as one space.
 */
export function plainLine(text: string): string {
  return lastDrawn(text).replaceAll("\t", " ").replace(CONTROL, "").trim();
}

/** The same for an excerpt of several lines: indented as it was, but not endlessly long. */
export function excerptLine(text: string): string {
  return truncate(lastDrawn(text).replaceAll("\t", "  ").replace(CONTROL, "").trimEnd(), EXCERPT_COLUMNS);
}

function lastDrawn(text: string): string {
  return stripVTControlCharacters(text).replace(/\r+$/, "").split("\r").pop() ?? "";
}

function characterWidth(character: string): number {
  if (NARROWLESS.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
