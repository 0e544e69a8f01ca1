import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

/** A link that leaves the console; in a tab of its own, and without telling the site where it comes from. */
export function ExternalLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="external">
      {children}
      <Icon name="external" />
      <span className="visually-hidden">(opens in a new tab)</span>
    </a>
  );
}
