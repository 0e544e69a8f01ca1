/** The candidates a mistyped word is close to, the closest first; none if all differ too much. */
export function suggest(word: string, candidates: Iterable<string>): readonly string[] {
  const wanted = word.toLowerCase();
  const most = Math.min(3, Math.floor(wanted.length / 3) || 1);
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** `did you mean X?` for the closest candidate, or "". */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const [closest] = suggest(word, candidates);
  return closest === undefined ? "" : `did you mean ${closest}?`;
}

/** How many letters must be added, taken away, replaced or swapped with their neighbour. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Infinity;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? row + column;
  for (let row = 1; row <= a.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const edited = Math.min(at(row - 1, column), at(row, column - 1)) + 1;
      const replaced = at(row - 1, column - 1) + (isSame ? 0 : 1);
      rows[row]?.push(Math.min(edited, replaced, isSwap ? at(row - 2, column - 2) + 1 : Infinity));
    }
  }
  return at(a.length, b.length);
}
