import { Failure } from "../base/failure.ts";
import { createLog } from "../base/log.ts";
import { help, parseRequest, type Request } from "./arguments.ts";
import { createProgress } from "./progress.ts";
import { renderReport, toJson, type Outcome } from "./report.ts";
import { run } from "./run.ts";

const exitCodes: Readonly<Record<Outcome, number>> = { fine: 0, differs: 1, faults: 1, stopped: 130 };
const EXIT_REFUSED_ROWS = 1;
const EXIT_REFUSED = 2;
const EXIT_FAILED = 3;

// What the one who called can put right without us.
const refusals: ReadonlySet<string> = new Set([
  "USAGE",
  "SOURCE_MISSING",
  "SOURCE_UNKNOWN",
  "SOURCE_SCHEMA",
  "SAME_DATABASE",
  "OTHER_COPY",
  "TARGET_NOT_EMPTY",
  "TARGET_SCHEMA",
  "TARGET_BUSY",
  "SCHEMA_AHEAD",
  "SCHEMA_EDITED",
]);

const wantsJson = process.argv.includes("--json");
try {
  const request = parseRequest(process.argv.slice(2));
  if (request === null) process.stdout.write(help);
  else process.exitCode = await carryOut(request);
} catch (error) {
  process.exitCode = explain(error);
}

async function carryOut(request: Request): Promise<number> {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      console.error("\nStopping after the batch in hand (once more: at once)");
      interrupt.abort();
    });
  // Progress goes where it does not mix with the report.
  const progress = createProgress({
    write: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    now: () => performance.now(),
  });
  const report = await run(request, {
    log: createLog("migrate-data", "silent"),
    progress,
    signal: interrupt.signal,
  });
  console.log(request.json ? toJson(report) : renderReport(report).trimEnd());
  return exitCodes[report.outcome];
}

function explain(error: unknown): number {
  if (!(error instanceof Failure)) {
    console.error(error instanceof Error ? error.stack : error);
    return EXIT_FAILED;
  }
  const { code, message, hint } = error;
  if (wantsJson) console.log(JSON.stringify({ error: { code, message, hint } }, null, 2));
  console.error(`${message}${hint === "" ? "" : `\nHint: ${hint}`}`);
  if (code === "ROWS_REFUSED") return EXIT_REFUSED_ROWS;
  return refusals.has(code) ? EXIT_REFUSED : EXIT_FAILED;
}
