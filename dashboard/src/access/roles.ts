import { roles, type Role } from "../papers/states.ts";

/** Whether `role` may do what needs `needed`. */
export function suffices(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** The one that may do less. */
export function lesserRole(one: Role, other: Role): Role {
  return suffices(one, other) ? other : one;
}
