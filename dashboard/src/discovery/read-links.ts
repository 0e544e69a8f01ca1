import { decodeEntities } from "./decode-entities.ts";

// Longer tags hold data, not a link anyone wrote.
const TAG_LIMIT = 4_000;
const COMMENT_END = "-->";

/**
 * Where the links (`<a href>`) of an HTML page lead, as absolute addresses. Goes once from left to right, whatever the
 * input: comments, scripts, styles and templates are passed over.
 */
export function readLinks(html: string, pageUrl: string): readonly string[] {
  const links: string[] = [];
  let base = pageUrl;
  let skippedUntil: string | null = null;
  for (const piece of html.split("<").slice(1)) {
    if (skippedUntil !== null) {
      if (isEnd(piece, skippedUntil)) skippedUntil = null;
      continue;
    }
    skippedUntil = whatEnds(piece);
    const tag = piece.slice(0, TAG_LIMIT).split(">", 1)[0] ?? "";
    if (/^base\s/i.test(tag)) base = resolve(hrefOf(tag), pageUrl) ?? base;
    if (!/^a\s/i.test(tag)) continue;
    const link = resolve(hrefOf(tag), base);
    if (link !== null) links.push(link);
  }
  return links;
}

/** How the part that begins here ends, if its content is not to be read. */
function whatEnds(piece: string): string | null {
  if (piece.startsWith("!--")) return isEnd(piece, COMMENT_END) ? null : COMMENT_END;
  const element = /^(script|style|template|textarea)[\s>]/i.exec(piece)?.[1];
  return element === undefined ? null : `/${element.toLowerCase()}`;
}

function isEnd(piece: string, end: string): boolean {
  return end === COMMENT_END ? piece.includes(end) : piece.slice(0, end.length).toLowerCase() === end;
}

function hrefOf(tag: string): string | null {
  const found = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag);
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value === undefined ? null : decodeEntities(value.trim());
}

function resolve(href: string | null, base: string): string | null {
  if (href === null || !URL.canParse(href, base)) return null;
  return new URL(href, base).href;
}
