import { expect, test } from "vitest";
import type { Problem } from "../base/problem.ts";
import { noPaint } from "./paint.ts";
import { briefLines, countProblems, problemLines, withoutSilenced } from "./problem-list.ts";

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

test("tells an up of notices in short, and counts the fields without effect", () => {
  const why = "Because.";
  const idle = problem({ severity: "notice", rule: "support", field: "region", why });
  const notice = problem({ severity: "notice", field: "n", why });
  const warning = problem({ severity: "warning", rule: "w", field: "w", why });
  expect(briefLines([idle, notice, warning, { ...idle, field: "alerts" }], "/shop", noPaint)).toEqual([
    ".do/app.yaml w: m (warning w)",
    "    why: Because.",
    ".do/app.yaml n: m (notice r)",
    "2 fields of the spec have no effect here; `ashore check` says which",
  ]);
  expect(briefLines([idle], "/shop", noPaint)).toEqual([
    "1 field of the spec has no effect here; `ashore check` says which",
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
