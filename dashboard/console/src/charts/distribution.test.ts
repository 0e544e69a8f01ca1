import { expect, test } from "vitest";
import { stackDots } from "./distribution.tsx";

test("dots that would overlap stand on top of each other", () => {
  const dots = stackDots([50, 10, 50, 50], (value) => value);
  expect(dots.map(({ level }) => level)).toEqual([0, 0, 1, 2]);
});
