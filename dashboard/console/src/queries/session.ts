import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Role } from "../../../src/papers/states.ts";
import { roles } from "../../../src/papers/states.ts";
import type { Session } from "../../../src/api/shapes/people.ts";
import { api } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

/** Who uses the console; asked once, and again when something answers 401. */
export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: api.session, staleTime: Infinity, retry: 2 });
}

/** The signed-in user. Views behind the gate always have one. */
export function useUser(): NonNullable<Session["user"]> {
  const user = useSession().data?.user;
  if (user == null) throw new Error("Rendered before sign-in");
  return user;
}

/** Whether the user may do what needs this role. */
export function useMay(role: Role): boolean {
  const own = useSession().data?.user?.role;
  return own !== undefined && roles.indexOf(own) >= roles.indexOf(role);
}

export function useCanStoreSecrets(): boolean {
  return useSession().data?.canStoreSecrets ?? false;
}

export function useSignIn() {
  return useSessionWrite(api.signIn);
}

export function useAcceptInvitation() {
  return useSessionWrite(api.acceptInvitation);
}

export function useSignOut() {
  const client = useQueryClient();
  return useWrite(api.signOut, {
    refreshes: [],
    onDone: () => {
      // Nothing of the one who leaves may show to the one who comes.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
      client.setQueryData<Session>(keys.session, (old) => old && { ...old, user: null });
    },
  });
}

function useSessionWrite<In>(call: (input: In) => Promise<Session>) {
  const client = useQueryClient();
  return useWrite(call, {
    refreshes: [],
    showsErrors: true,
    onDone: (session) => client.setQueryData(keys.session, session),
  });
}
