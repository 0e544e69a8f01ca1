import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import type { Session } from "../../../src/api/shapes/people.ts";
import { ApiError } from "../http.ts";
import { keys } from "../queries/keys.ts";

/** The event stream says what changed; this only bounds how old an answer gets without it. */
const STALE_MS = 30_000;
const TRIES = 2;

/** A 401 anywhere means that the session has ended: the gate then asks to sign in, and leads back. */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (!isSignedOut(error)) return;
    client.setQueryData<Session>(keys.session, (session) => session && { ...session, user: null });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      // A refused password is a 401 as well, but of someone who is not signed in.
      onError,
    }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < TRIES && isWorthAnotherTry(error),
      },
    },
  });
  return client;
}

function isSignedOut(error: Error): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** Not reached, or the server's own fault; what it refused, it refuses again. */
export function isWorthAnotherTry(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
