/** The name of the product, with its mark. */
export function Brand() {
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" />
        <path d="M5 20h5l3.5-11 5 15 3.5-9 2 5h3" />
      </svg>
      <span>Performance</span>
    </span>
  );
}
