import { expect, it } from "vitest";
import { normalTail } from "./normal-tail.ts";

// R: pnorm(x, lower.tail = FALSE); SciPy's norm.sf(x) is the same.
const tails = [
  [-1.3, 0.9031995154143897],
  [0, 0.5],
  [0.5, 0.30853753872598694],
  [1.96, 0.024997895148220428],
  [3, 0.0013498980316300946],
  [3.0001, 0.0013494549132607172],
  [4.5, 3.3976731247300598e-6],
  [8, 6.2209605742717849e-16],
] as const;

it.each(tails)("is R's upper tail of the normal distribution at %d", (x, tail) => {
  expect(normalTail(x) / tail).toBeCloseTo(1, 11);
});
