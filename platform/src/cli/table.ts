import { padTo, textWidth } from "./text-width.ts";

/**
 * Rows of cells as lines with aligned columns, two spaces between; cells may be coloured. A row of a single cell is a
 * line of its own and widens no column.
 */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows.filter(({ length }) => length > 1))
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, textWidth(cell))));
  return rows.map((row) =>
    row
      .map((cell, column) => padTo(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
