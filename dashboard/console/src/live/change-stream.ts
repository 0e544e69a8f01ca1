import type { Change } from "../../../src/api/shapes/measuring.ts";

export type StreamState = "open" | "broken";

export interface ChangeStreamListeners {
  readonly onChange: (change: Change) => void;
  readonly onState: (state: StreamState) => void;
  /** The stream is back after a while without it: anything may have changed. */
  readonly onReturn: () => void;
}

const RETRY_MS = 5000;

/**
 * The event stream of the API, opened again for as long as it is wanted. The browser itself retries a stream that
 * breaks, but gives up on one that is refused; that one is opened anew here. A hidden tab has none: over HTTP/1.1 a
 * browser has six connections to a server in all its tabs, and each stream takes one. Returns what ends it.
 */
export function openChangeStream(address: string, listeners: ChangeStreamListeners): () => void {
  let source: EventSource | null = null;
  let retry: number | undefined;
  let isFirst = true;

  const close = () => {
    window.clearTimeout(retry);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    source = listen(address, listeners, {
      onOpen: () => {
        listeners.onState("open");
        if (!isFirst) listeners.onReturn();
        isFirst = false;
      },
      onRefused: () => (retry = window.setTimeout(open, RETRY_MS)),
    });
  };
  const onVisibility = () => (document.visibilityState === "hidden" ? close() : open());
  document.addEventListener("visibilitychange", onVisibility);
  if (document.visibilityState !== "hidden") open();
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  };
}

interface ConnectionListeners {
  readonly onOpen: () => void;
  readonly onRefused: () => void;
}

function listen(
  address: string,
  { onChange, onState }: ChangeStreamListeners,
  { onOpen, onRefused }: ConnectionListeners,
): EventSource {
  const source = new EventSource(address);
  source.addEventListener("open", onOpen);
  source.addEventListener("change", (event) => {
    const change = parseChange((event as MessageEvent<string>).data);
    if (change !== null) onChange(change);
  });
  source.addEventListener("error", () => {
    onState("broken");
    if (source.readyState === EventSource.CLOSED) onRefused();
  });
  return source;
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
