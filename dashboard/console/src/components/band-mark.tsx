import type { Band } from "../../../src/papers/metric.ts";

export const bandWords: Readonly<Record<Band, string>> = { good: "good", average: "average", poor: "poor" };

/** The band by shape, as in Lighthouse's own report: circle, square, triangle. The colour only repeats it. */
export function BandMark({ band }: { readonly band: Band | null }) {
  return (
    <svg
      className={`band-mark band-mark--${band ?? "none"}`}
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
    >
      {band === "good" && <circle cx="6" cy="6" r="5" />}
      {band === "average" && <rect x="1.5" y="1.5" width="9" height="9" />}
      {band === "poor" && <path d="M6 .8 11.6 11H.4Z" />}
      {band === null && <path d="M2 6h8" />}
    </svg>
  );
}
