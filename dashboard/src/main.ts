import { Failure } from "./base/failure.ts";
import { createLog } from "./base/log.ts";
import { readConfig, type Config } from "./config.ts";
import { runRole } from "./roles/run-role.ts";

/** Of sysexits.h: the configuration cannot be used · try again later. */
const EX_USAGE = 64;
const EX_TEMPFAIL = 75;

const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  });
}
process.exitCode = await main();

async function main(): Promise<number> {
  const log = createLog("start", "info");
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.fatal({ code: error.code, hint: error.hint }, error.message);
    return EX_USAGE;
  }
  try {
    await runRole(config, stop.signal);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    if (!(error instanceof Failure)) throw error;
    log.fatal({ code: error.code, hint: error.hint }, error.message);
    return error.code === "NOT_READY" ? EX_TEMPFAIL : 1;
  }
}
