import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { formatMoment, formatMomentWithZone, formatRelative } from "../format/moment.ts";

const TICK_MS = 20_000;

const NowContext = createContext(0);

/** One clock for the page, so that "2 minutes ago" stays true. */
export function Clock({ children }: { readonly children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}

/** Relative, with the absolute moment in its title. */
export function Moment({ at }: { readonly at: string }) {
  // Whatever came in since the last tick is not in the future.
  const now = Math.max(useContext(NowContext), Date.now() - TICK_MS);
  return (
    <time dateTime={at} title={formatMomentWithZone(at)}>
      {formatRelative(at, now)}
    </time>
  );
}

/** Absolute, for tables of history where relative times would hide the order. */
export function AbsoluteMoment({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={formatMomentWithZone(at)} className="nowrap">
      {formatMoment(at)}
    </time>
  );
}
