import type { ReactNode } from "react";

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing is here, why, and what to do about it. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="empty">
      <p className="empty__title">{title}</p>
      {children}
    </div>
  );
}
