const CHARACTER_PX = 6.2;
const GAP_PX = 8;

export interface Placed<T> {
  readonly mark: T;
  readonly x: number;
  /** null: there is no room for it beside its neighbours. */
  readonly label: string | null;
}

/** Which marks of a time axis have room for their label, from left to right; marks are in order. */
export function placeLabels<T extends { readonly label: string }>(
  marks: readonly T[],
  x: (mark: T) => number,
  [left, right]: readonly [number, number],
): readonly Placed<T>[] {
  let freeFrom = left;
  return marks.map((mark, index) => {
    const at = x(mark);
    const next = marks[index + 1];
    const until = next === undefined ? right : Math.min(right, Math.max(at, x(next)) - GAP_PX);
    const room = Math.floor((until - at - 6) / CHARACTER_PX);
    if (at < freeFrom || room < Math.min(4, mark.label.length)) return { mark, x: at, label: null };
    const label = mark.label.length <= room ? mark.label : `${mark.label.slice(0, room - 1)}…`;
    freeFrom = at + label.length * CHARACTER_PX + GAP_PX;
    return { mark, x: at, label };
  });
}
