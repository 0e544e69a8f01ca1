import { expect, test } from "vitest";
import type { Problem } from "../base/problem.ts";
import { githubLines, sarifLog } from "./problem-formats.ts";

const problems: Problem[] = [
  {
    layer: "rule",
    severity: "warning",
    rule: "odd-port",
    field: "services[0].http_port",
    message: "is 100%,\nor so: odd",
    hint: "write 8080",
    file: ".do/my, app.yaml",
    position: { line: 4, column: 7 },
  },
  { layer: "parse", severity: "error", rule: "unknown-field", field: "", message: "no", hint: "" },
];

test("writes workflow commands with what GitHub wants escaped", () => {
  expect(githubLines(problems)).toEqual([
    "::error title=unknown-field::no",
    "::warning file=.do/my%2C app.yaml,line=4,col=7,title=odd-port::services[0].http_port: is 100%25,%0Aor so: odd; write 8080",
  ]);
});

test("writes a SARIF log with rules, levels and places", () => {
  const rule = {
    name: "odd-port",
    severity: "warning",
    what: "It is odd",
    why: "Odd.",
    fix: "even it",
  } as const;
  const log = sarifLog(problems, [rule], "/shop") as {
    runs: { tool: { driver: { rules: unknown[] } }; results: unknown[]; originalUriBaseIds: unknown }[];
  };
  const [run] = log.runs;
  expect(run?.tool.driver.rules).toEqual([
    { id: "unknown-field", shortDescription: { text: "unknown-field" } },
    {
      id: "odd-port",
      shortDescription: { text: "It is odd" },
      fullDescription: { text: "Odd." },
      help: { text: "even it" },
      defaultConfiguration: { level: "warning" },
    },
  ]);
  expect(run?.originalUriBaseIds).toEqual({ SRCROOT: { uri: "file:///shop/" } });
  expect(run?.results[0]).toEqual({ ruleId: "unknown-field", level: "error", message: { text: "no" } });
  expect(run?.results[1]).toMatchObject({
    ruleId: "odd-port",
    level: "warning",
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: ".do/my,%20app.yaml", uriBaseId: "SRCROOT" },
          region: { startLine: 4, startColumn: 7 },
        },
      },
    ],
  });
});
