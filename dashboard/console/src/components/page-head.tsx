import { createContext, useContext, useEffect, useRef, type ReactNode } from "react";

/** False on the first view after loading: the browser's own focus is right there. */
const NavigatedContext = createContext(false);
export const NavigatedProvider = NavigatedContext.Provider;

interface PageHeadProps {
  /** null while it is not known yet. */
  readonly title: string | null;
  readonly above?: ReactNode;
  readonly below?: ReactNode;
  readonly actions?: ReactNode;
}

/** The heading of a view. It names the document, and takes the focus after navigation. */
export function PageHead({ title, above, below, actions }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const hasNavigated = useContext(NavigatedContext);
  const isKnown = title !== null;

  useEffect(() => {
    document.title = title === null ? "Performance dashboard" : `${title} – Performance dashboard`;
  }, [title]);
  useEffect(() => {
    if (isKnown && hasNavigated) heading.current?.focus({ preventScroll: true });
  }, [isKnown, hasNavigated]);

  return (
    <div className="page-head">
      <div className="page-head__text">
        {above !== undefined && <div className="page-head__above">{above}</div>}
        <h1 ref={heading} tabIndex={-1}>
          {title ?? <span className="skeleton skeleton--title">Loading</span>}
        </h1>
        {below !== undefined && <div className="page-head__below">{below}</div>}
      </div>
      {actions !== undefined && <div className="page-head__actions">{actions}</div>}
    </div>
  );
}
