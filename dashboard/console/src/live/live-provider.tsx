import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { keys } from "../queries/keys.ts";
import { affectedKeys } from "./affected-keys.ts";
import { openChangeStream, type StreamState } from "./change-stream.ts";
import { createRefresher } from "./refresher.ts";

const PAUSE_MS = 700;
const POLL_MS = 5000;

const LiveContext = createContext<StreamState>("open");

/** Whether results appear by themselves ("open") or by asking every five seconds ("broken"). */
export function useStreamState(): StreamState {
  return useContext(LiveContext);
}

/** Keeps everything on the page current: by the event stream, and by polling while that is broken. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>("open");

  useEffect(() => {
    const refresher = createRefresher((queryKey) => void client.invalidateQueries({ queryKey }), PAUSE_MS);
    const close = openChangeStream("/api/events", {
      onChange: (change) => refresher.add(affectedKeys(change)),
      onState: setState,
      onReturn: () => refreshAll(client),
    });
    return () => {
      close();
      refresher.stop();
    };
  }, [client]);

  useEffect(() => {
    if (state === "open") return;
    const timer = window.setInterval(() => refreshAll(client), POLL_MS);
    return () => window.clearInterval(timer);
  }, [client, state]);

  return <LiveContext value={state}>{children}</LiveContext>;
}

function refreshAll(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}
