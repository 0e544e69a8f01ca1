import { expect, test } from "vitest";
import { roles } from "../papers/states.ts";
import { lesserRole, suffices } from "./roles.ts";

test("lets a role do what it and those below may", () => {
  const allowed = roles.map((role) => roles.filter((needed) => suffices(role, needed)));
  expect(allowed).toEqual([["viewer"], ["viewer", "editor"], ["viewer", "editor", "admin"]]);
});

test("answers the role that may do less", () => {
  expect(lesserRole("admin", "viewer")).toBe("viewer");
  expect(lesserRole("viewer", "admin")).toBe("viewer");
  expect(lesserRole("editor", "editor")).toBe("editor");
});
