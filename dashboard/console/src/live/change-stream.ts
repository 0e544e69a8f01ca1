import type { Change } from "../../../src/api/shapes/measuring.ts";

export type StreamState = "open" | "broken";

export interface ChangeStreamListeners {
  readonly onChange: (change: Change) => void;
  readonly onState: (state: StreamState) => void;
}

const RETRY_MS = 5000;

/**
 * The event stream of the API, opened again for as long as it is wanted. The browser itself retries a stream that
 * breaks, but gives up on one that is refused; that one is opened anew here. Returns what ends it.
 */
export function openChangeStream(address: string, { onChange, onState }: ChangeStreamListeners): () => void {
  let source: EventSource | null = null;
  let retry: number | undefined;

  const open = () => {
    const opened = new EventSource(address);
    source = opened;
    opened.addEventListener("open", () => onState("open"));
    opened.addEventListener("change", (event) => {
      const change = parseChange((event as MessageEvent<string>).data);
      if (change !== null) onChange(change);
    });
    opened.addEventListener("error", () => {
      onState("broken");
      if (opened.readyState === EventSource.CLOSED) retry = window.setTimeout(open, RETRY_MS);
    });
  };
  open();
  return () => {
    window.clearTimeout(retry);
    source?.close();
  };
}

const kinds: readonly string[] = ["batch", "measurement", "site", "budget", "anomaly", "queue"];

/** null for what this console does not know, such as a kind of a newer server. */
export function parseChange(data: string): Change | null {
  try {
    const value = JSON.parse(data) as Partial<Change> | null;
    if (value === null || typeof value.id !== "string" || !kinds.includes(value.kind ?? "")) return null;
    return value as Change;
  } catch {
    return null;
  }
}
