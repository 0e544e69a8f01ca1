/** A is a blue circle, B an orange diamond: apart by shape, and by a pair of colours that everyone can tell apart. */
export function SideMark({ side }: { readonly side: "A" | "B" }) {
  return (
    <svg
      className={`side-mark side-mark--${side.toLowerCase()}`}
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
    >
      {side === "A" ? <circle cx="6" cy="6" r="4.4" /> : <path d="m6 .8 5.2 5.2L6 11.2.8 6Z" />}
    </svg>
  );
}
