const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const LAST_CODE_POINT = 0x10_ff_ff;

/** The five entities of XML and character references, once and from left to right; anything else stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (typeof name === "string") return named[name.toLowerCase()] ?? whole;
      const point = typeof hex === "string" ? Number.parseInt(hex, 16) : Number(decimal);
      return point <= LAST_CODE_POINT ? String.fromCodePoint(point) : whole;
    },
  );
}
