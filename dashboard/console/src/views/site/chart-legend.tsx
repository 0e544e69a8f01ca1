import type { Trend } from "../../../../src/api/shapes/measuring.ts";
import { AbsoluteMoment } from "../../components/moment.tsx";
import { plural } from "../../format/quantity.ts";

const kindWords = { deployment: "Deployment", note: "Note", version: "New version" } as const;

/** How to read the charts, once for all of them, and the markers in full. */
export function ChartLegend({ trend }: { readonly trend: Trend }) {
  return (
    <div className="legend">
      <ul className="legend__keys">
        <li>
          <Key kind="median" /> median
        </li>
        <li>
          <Key kind="spread" /> least to greatest sample
        </li>
        <li>
          <Key kind="noisy" /> noisy host
        </li>
        <li>
          <Key kind="gap" /> no result
        </li>
        <li>
          <Key kind="marker" /> marker
        </li>
      </ul>
      {trend.markers.length > 0 && (
        <details className="legend__markers">
          <summary>{plural(trend.markers.length, "marker")} in this range</summary>
          <ul>
            {trend.markers.toReversed().map(({ kind, label, at }) => (
              <li key={kind + at + label}>
                <AbsoluteMoment at={at} /> <span className="muted">{kindWords[kind]}</span> {label}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Key({ kind }: { readonly kind: "median" | "spread" | "noisy" | "gap" | "marker" }) {
  return (
    <svg className="legend__key" viewBox="0 0 24 14" aria-hidden="true" focusable="false">
      {kind === "median" && <path className="plot__median" d="M1 10 12 4l11 5" />}
      {kind === "median" && <circle className="plot__dot" cx="12" cy="4" r="3" />}
      {kind === "spread" && <rect className="plot__spread" x="1" y="3" width="22" height="8" />}
      {kind === "noisy" && <circle className="plot__dot plot__dot--noisy" cx="12" cy="7" r="3.5" />}
      {kind === "gap" && <path className="plot__gap" d="m8 3 8 8m0-8-8 8" />}
      {kind === "marker" && (
        <g className="plot__marker">
          <line x1="12" x2="12" y1="5" y2="14" />
          <path d="m12 0 4 4-4 4-4-4Z" />
        </g>
      )}
    </svg>
  );
}
