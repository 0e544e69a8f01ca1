import { useSearchParams } from "wouter";

/** State that lives in the address. Changes replace the entry of the history: "back" leaves the view. */
export function useUrlState<State>(
  readState: (params: URLSearchParams) => State,
  writeState: (params: URLSearchParams, change: Partial<State>) => URLSearchParams,
): readonly [State, (change: Partial<State>) => void] {
  const [params, setParams] = useSearchParams();
  const change = (part: Partial<State>) => setParams((now) => writeState(now, part), { replace: true });
  return [readState(params), change];
}
