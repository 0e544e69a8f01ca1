import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// `npm test`: every suite, then one line with the counts. Arguments go to vitest.
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly Suite[];
}

interface Suite {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

const directory = mkdtempSync(join(tmpdir(), "ashore-test-"));
try {
  const file = join(directory, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  // A shared machine may starve a test of real processes; there it may try once more, and the reporter says so.
  const retry = process.env["CI"] === undefined ? [] : ["--retry=1"];
  const args = ["run", ...retry, ...reporters, ...process.argv.slice(2)];
  const outcome = spawnSync("vitest", args, { stdio: "inherit" });
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  const brokenSuites = report.testResults.filter(
    (suite) => suite.status === "failed" && suite.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  printSkipped(report.testResults);
  const failed = report.numFailedTests + brokenSuites;
  const skipped = report.numPendingTests + report.numTodoTests;
  console.log(`${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = outcome.status === 0 && failed === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function printSkipped(suites: readonly Suite[]): void {
  const names = suites.flatMap((suite) =>
    suite.assertionResults.filter((test) => test.status === "skipped").map((test) => test.fullName),
  );
  for (const name of names) console.log(`skipped: ${name}`);
}
