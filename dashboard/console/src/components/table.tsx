import type { ReactNode } from "react";
import type { Direction } from "../url-state/overview-state.ts";
import { Icon } from "./icon.tsx";

interface TableProps {
  /** What the table is of; also names the region that scrolls. */
  readonly label: string;
  readonly head: ReactNode;
  /** A row of heads above, over several columns each. */
  readonly groups?: ReactNode;
  readonly children: ReactNode;
}

/** A table that scrolls inside its own box where the window is narrow; with the keyboard, too. */
export function Table({ label, head, groups, children }: TableProps) {
  return (
    <div className="table-scroll" role="region" aria-label={`Table: ${label}`} tabIndex={0}>
      <table>
        <thead>
          {groups !== undefined && <tr>{groups}</tr>}
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Plain heads of columns; those of numbers start with "#". */
export function Heads({ names }: { readonly names: readonly string[] }) {
  return names.map((name) =>
    name.startsWith("#") ? (
      <th key={name} scope="col" className="number">
        {name.slice(1)}
      </th>
    ) : (
      <th key={name} scope="col">
        {name}
      </th>
    ),
  );
}

interface SortHeadProps {
  readonly children: ReactNode;
  /** null: sorted by another column. */
  readonly direction: Direction | null;
  readonly number?: boolean;
  readonly rowSpan?: number;
  readonly onSort: () => void;
}

export function SortHead({ children, direction, number = false, rowSpan, onSort }: SortHeadProps) {
  const words = direction === "asc" ? "ascending" : "descending";
  return (
    <th
      scope="col"
      rowSpan={rowSpan}
      className={number ? "number" : undefined}
      aria-sort={direction === null ? "none" : words}
    >
      <button type="button" className="sort" onClick={onSort}>
        {children}
        <span className="sort__mark" data-direction={direction ?? "none"}>
          <Icon name={direction === "desc" ? "down" : "up"} />
        </span>
      </button>
    </th>
  );
}

/** The cell of buttons at a row's end; its head is for those who hear it. */
export function ActionsHead() {
  return (
    <th scope="col">
      <span className="visually-hidden">Actions</span>
    </th>
  );
}

export function ActionsCell({ children }: { readonly children: ReactNode }) {
  return (
    <td>
      <div className="row-actions">{children}</div>
    </td>
  );
}
