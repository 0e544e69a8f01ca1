import { expect, test } from "vitest";
import { findRequestChanges } from "./request-changes.ts";

const request = (url: string, transferBytes = 10) => ({ url, transferBytes });
const whole = (...requests: ReturnType<typeof request>[]) => ({ requests, isWhole: true });

test("tells which requests are new and which are gone, each once, largest first", () => {
  const before = whole(request("/same"), request("/old"));
  const after = whole(request("/same", 99), request("/new", 0), request("/new", 0), request("/large", 5));
  expect(findRequestChanges(before, after)).toEqual({
    added: [request("/large", 5), request("/new", 0)],
    removed: [request("/old")],
    caveat: null,
  });
});

test("calls nothing new or gone that a list which was cut off may hide", () => {
  const cut = { ...whole(request("/a"), request("/b")), isWhole: false };
  const changes = findRequestChanges(whole(request("/a"), request("/c")), cut);
  expect(changes).toMatchObject({ added: [request("/b")], removed: [] });
  expect(changes.caveat).toMatch(/20 largest/);
});

test("says so when a list is not kept any more", () => {
  const changes = findRequestChanges(null, whole(request("/new")));
  expect(changes).toMatchObject({ added: [], removed: [] });
  expect(changes.caveat).toMatch(/no longer kept/);
});
