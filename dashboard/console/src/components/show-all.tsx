import { useState, type ReactNode } from "react";
import { Button } from "./button.tsx";

export interface Shown<T> {
  readonly shown: readonly T[];
  /** null where everything is shown anyway. */
  readonly button: ReactNode;
}

/** The first few of a list, and the button that shows all of it. */
export function useShowAll<T>(list: readonly T[], few: number): Shown<T> {
  const [isAll, setAll] = useState(false);
  if (list.length <= few) return { shown: list, button: null };
  return {
    shown: isAll ? list : list.slice(0, few),
    button: (
      <div className="show-all">
        <Button look="quiet" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? "Show fewer" : `Show all ${list.length}`}
        </Button>
      </div>
    ),
  };
}
