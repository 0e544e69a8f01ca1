import { useId, type ReactNode } from "react";

interface PanelProps {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Content that reaches to the edges, such as a table. */
  readonly flush?: boolean;
}

/** A section of a view, with its heading. */
export function Panel({ title, hint, actions, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section className={flush ? "panel panel--flush" : "panel"} aria-labelledby={id}>
      <div className="panel__head">
        <div>
          <h2 id={id}>{title}</h2>
          {hint !== undefined && <p className="panel__hint">{hint}</p>}
        </div>
        {actions !== undefined && <div className="panel__actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
