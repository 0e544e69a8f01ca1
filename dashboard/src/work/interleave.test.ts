import { expect, test } from "vitest";
import { interleave } from "./interleave.ts";

test("goes round by round over all targets, sites alternating", () => {
  const targets = [
    { siteId: "a", name: "a1", samples: 2 },
    { siteId: "a", name: "a2", samples: 2 },
    { siteId: "b", name: "b1", samples: 3 },
  ];
  const order = interleave(targets).map(({ target, index }) => `${target.name}.${index}`);
  expect(order).toEqual(["a1.0", "b1.0", "a2.0", "a1.1", "b1.1", "a2.1", "b1.2"]);
});

test("has nothing to order where there is nothing", () => {
  expect(interleave([])).toEqual([]);
});
