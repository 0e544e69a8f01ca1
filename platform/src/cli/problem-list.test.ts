import { expect, test } from "vitest";
import type { Problem } from "../base/problem.ts";
import { noPaint } from "./paint.ts";
import { countProblems, problemLines, withoutSilenced } from "./problem-list.ts";

function problem(part: Partial<Problem>): Problem {
  const base = { layer: "rule", severity: "error", rule: "r", field: "f", message: "m", hint: "" } as const;
  return { ...base, file: "/shop/.do/app.yaml", ...part };
}

const problems = [
  problem({ severity: "notice", field: "n", position: { line: 1, column: 1 } }),
  problem({ field: "b", position: { line: 10, column: 3 } }),
  problem({ severity: "warning", rule: "w", field: "w", hint: "do it", position: { line: 2, column: 1 } }),
  problem({ field: "a", position: { line: 2, column: 7 } }),
];

test("lists errors first, by place, with files as seen from here", () => {
  expect(problemLines(problems, "/shop", noPaint)).toEqual([
    ".do/app.yaml:2:7 a: m (error r)",
    ".do/app.yaml:10:3 b: m (error r)",
    ".do/app.yaml:2:1 w: m; do it (warning w)",
    ".do/app.yaml:1:1 n: m (notice r)",
  ]);
  expect(problemLines(problems, "/elsewhere", noPaint)[0]).toBe("/shop/.do/app.yaml:2:7 a: m (error r)");
});

test("says why below the first problem of a rule only", () => {
  const one = problem({ why: "It breaks." });
  expect(problemLines([one, problem({ ...one, field: "g" })], "/shop", noPaint)).toEqual([
    ".do/app.yaml f: m (error r)",
    "    why: It breaks.",
    ".do/app.yaml g: m (error r)",
  ]);
});

test("counts what there is", () => {
  expect(countProblems(problems)).toBe("2 errors, 1 warning, 1 notice");
  expect(countProblems([])).toBe("no problems");
});

test("silences warnings by rule, never errors", () => {
  const silence = ["w", "r"].map((rule) => ({
    rule,
    reason: "known",
    file: "a",
    position: { line: 1, column: 1 },
  }));
  expect(withoutSilenced(problems, silence).map(({ field }) => field)).toEqual(["b", "a"]);
});
