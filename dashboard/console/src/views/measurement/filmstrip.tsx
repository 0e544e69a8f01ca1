import type { Measurement } from "../../../../src/api/shapes/measuring.ts";
import { Panel } from "../../components/panel.tsx";
import { formatValue } from "../../../../src/judging/format-value.ts";

/** How the page looked while it loaded. */
export function Filmstrip({ frames }: { readonly frames: Measurement["filmstrip"] }) {
  if (frames.length === 0) return null;
  return (
    <Panel title="Filmstrip" hint="Of the representative sample">
      <div className="filmstrip" role="region" aria-label="Frames of the filmstrip" tabIndex={0}>
        {frames.map(({ atMs, image }) => (
          <figure key={atMs}>
            <img src={image} alt={`The page after ${formatValue("si", atMs)}`} loading="lazy" />
            <figcaption>{formatValue("si", atMs)}</figcaption>
          </figure>
        ))}
      </div>
    </Panel>
  );
}
