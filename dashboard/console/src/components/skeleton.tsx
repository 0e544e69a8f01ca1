/** Lines of a table or list that is to come. */
export function SkeletonRows({
  rows,
  label = "Loading",
}: {
  readonly rows: number;
  readonly label?: string;
}) {
  return (
    <div className="panel skeleton-rows">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton skeleton--row" />
      ))}
    </div>
  );
}

/** Boxes of one height that are to come: tiles, charts. */
export function SkeletonBoxes({ count, kind }: { readonly count: number; readonly kind: "tile" | "chart" }) {
  return (
    <div className={kind === "tile" ? "tiles" : "charts"}>
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={`panel skeleton-box skeleton-box--${kind}`}>
          <div className="skeleton skeleton--row" />
        </div>
      ))}
    </div>
  );
}
