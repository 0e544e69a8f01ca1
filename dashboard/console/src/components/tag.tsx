import type { ReactNode } from "react";

export type Tone = "good" | "average" | "poor" | "neutral" | "info";

const shapes: Readonly<Record<Tone, ReactNode>> = {
  good: <circle cx="6" cy="6" r="5" />,
  average: <rect x="1.5" y="1.5" width="9" height="9" />,
  poor: <path d="M6 .8 11.6 11H.4Z" />,
  neutral: <path className="tag__line" d="M2 6h8" />,
  info: <circle className="tag__line" cx="6" cy="6" r="4" />,
};

/** A state in a word, with a shape of its own. */
export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`tag tag--${tone}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  );
}
