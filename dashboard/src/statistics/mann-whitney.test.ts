import { describe, expect, it } from "vitest";
import { mannWhitney } from "./mann-whitney.ts";

const quietMs = [206, 184, 212, 198, 231, 662, 190, 204, 201, 219];
const slowerMs = [238, 229, 251, 246, 262, 233, 241, 227, 785, 255];

describe("the Mann–Whitney test", () => {
  it.each([
    [3, 0.05],
    [4, 1 / 70],
    [5, 1 / 252],
    [10, 1 / 184_756],
  ])("of %d against %d values completely apart has the one p there can be", (n, p) => {
    const low = Array.from({ length: n }, (_, index) => index);
    const high = low.map((value) => value + n);
    expect(mannWhitney(low, high)).toEqual({ u: n * n, p, method: "exact" });
    expect(mannWhitney(high, low)).toEqual({ u: 0, p: 1, method: "exact" });
  });

  it("is exact without equal values, as R's", () => {
    // R: wilcox.test(b, a, alternative = "greater", exact = TRUE); the second pair is the example of ?wilcox.test
    const a = [2104.2, 2098.7, 2131.9, 2110.0, 2087.3, 2120.8];
    const b = [2140.1, 2166.6, 2105.5, 2158.2, 2149.9];
    expectTest(a, b, { u: 27, p: 0.015151515151515152 });
    expectTest(b, a, { u: 3, p: 0.99134199134199141 });
    const y = [1.15, 0.88, 0.9, 0.74, 1.21];
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    expectTest(y, x, { u: 35, p: 0.1272061272061272 });
    // SciPy: mannwhitneyu(b, a, alternative="greater", method="exact") agrees.
    expectTest(quietMs, slowerMs, { u: 89, p: 0.0010446210136612613 });
    expectTest(quietMs.slice(0, 5), slowerMs.slice(0, 5), { u: 24, p: 0.0079365079365079361 });
    expectTest(quietMs.slice(0, 7), slowerMs.slice(1), { u: 53, p: 0.011451048951048953 });
  });

  it("is exact with equal values, as SciPy's permutation test", () => {
    // SciPy: permutation_test((b, a), U of mannwhitneyu, alternative="greater", n_resamples=inf)
    expectTest([3, 3, 4, 5, 5], [4, 5, 6, 6, 7], { u: 21.5, p: 0.04365079365079365 });
    expectTest([41, 41, 42, 43], [41, 42, 42, 43, 43, 44], { u: 17, p: 0.21904761904761905 });
    expectTest([0, 0, 0, 0.1, 0, 0], [0.1, 0, 0.1, 0.1, 0.1, 0], { u: 27, p: 0.12121212121212122 });
    expectTest([1, 1, 1, 1], [1, 1, 1, 1], { u: 8, p: 1 });
  });

  it("becomes R's normal approximation above ten values", () => {
    // R: wilcox.test(b, a, alternative = "greater", exact = FALSE, correct = TRUE)
    // SciPy: mannwhitneyu(b, a, alternative="greater", method="asymptotic") agrees.
    const a = [...quietMs, 195, 209];
    const b = [...slowerMs, 200, 218, 244];
    expectTest(a, b, { u: 133, p: 0.001516323637243071, method: "normal" });
    expectTest(b, a, { u: 23, p: 0.99873111847213236, method: "normal" });
    const tied = [3, 3, 4, 4, 4, 5, 5, 6, 7, 7, 7, 8];
    const tiedToo = [4, 5, 5, 6, 6, 6, 7, 8, 8, 9, 9];
    expectTest(tied, tiedToo, { u: 94.5, p: 0.040649005920275295, method: "normal" });
    const low = Array.from({ length: 30 }, (_, index) => index);
    const high = low.map((value) => value + 30);
    expectTest(low, high, { u: 900, p: 1.5099296795810753e-11, method: "normal" });
  });

  it("sees no difference among many equal values", () => {
    const same = new Array<number>(12).fill(5);
    expect(mannWhitney(same, same).p).toBe(1);
  });
});

function expectTest(
  a: readonly number[],
  b: readonly number[],
  expected: { readonly u: number; readonly p: number; readonly method?: "normal" },
): void {
  const { u, p, method } = mannWhitney(a, b);
  expect(u).toBe(expected.u);
  expect(p / expected.p).toBeCloseTo(1, 9);
  expect(method).toBe(expected.method ?? "exact");
}
