import { useQuery } from "@tanstack/react-query";
import type { CreatedToken } from "../../../src/api/shapes/people.ts";
import { api, type Invited } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

export function useUsers() {
  return useQuery({ queryKey: keys.users, queryFn: api.users });
}

export function useInvitation(token: string) {
  return useQuery({
    queryKey: ["invitation", token],
    queryFn: () => api.invitation(token),
    retry: false,
    enabled: token !== "",
  });
}

export function useInvite(onDone: (invited: Invited) => void) {
  return useWrite(api.invite, { refreshes: [keys.users], showsErrors: true, onDone });
}

export function useUpdateUser() {
  return useWrite(api.updateUser, { refreshes: [keys.users], says: (user) => `${user.name} is saved` });
}

export function useDeleteUser() {
  return useWrite(api.deleteUser, { refreshes: [keys.users], says: "The person is removed" });
}

export function useTokens() {
  return useQuery({ queryKey: keys.tokens, queryFn: api.tokens });
}

export function useCreateToken(onDone: (created: CreatedToken) => void) {
  return useWrite(api.createToken, { refreshes: [keys.tokens], showsErrors: true, onDone });
}

export function useDeleteToken() {
  return useWrite(api.deleteToken, { refreshes: [keys.tokens], says: "The token no longer works" });
}

export function useAudit() {
  return useQuery({ queryKey: keys.audit, queryFn: api.audit, refetchOnMount: "always" });
}
