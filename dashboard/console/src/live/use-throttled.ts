import { useEffect, useRef, useState } from "react";

/** The newest value, but changing at most once per pause; for what is read aloud. */
export function useThrottled<T>(value: T, pauseMs: number): T {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(0);

  useEffect(() => {
    const wait = Math.max(0, changedAt.current + pauseMs - Date.now());
    const timer = window.setTimeout(() => {
      changedAt.current = Date.now();
      setShown(value);
    }, wait);
    return () => window.clearTimeout(timer);
  }, [value, pauseMs]);
  return shown;
}
