import { expect, test } from "vitest";
import { networkOf } from "./sign-in-limit.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["what a proxy said", "what a proxy said"],
])("counts %s as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
