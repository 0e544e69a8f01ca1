import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { formatMoment, formatMomentWithZone, formatRelative } from "../format/moment.ts";

const TICK_MS = 20_000;

const TickContext = createContext(0);

/** One clock for the page, so that "2 minutes ago" stays true. */
export function Clock({ children }: { readonly children: ReactNode }) {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setTicks((now) => now + 1), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return <TickContext value={ticks}>{children}</TickContext>;
}

/** Relative, with the absolute moment in its title. */
export function Moment({ at }: { readonly at: string }) {
  // Only to be rendered again at every tick: what came in since the last one must not lie in the future.
  useContext(TickContext);
  return (
    <time dateTime={at} title={formatMomentWithZone(at)}>
      {formatRelative(at, Date.now())}
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
