import { scheduler } from "./scheduler.js";
import { web } from "./web.js";
import { worker } from "./worker.js";

/** Exit code for a wrong command line or environment, as in sysexits.h. */
const USAGE = 64;

const types = { web, worker, scheduler };
const type = process.env.PROCESS_TYPE ?? "";

if (Object.hasOwn(types, type)) await types[type](stopSignal());
else {
  console.error(`PROCESS_TYPE is "${type}"; it must be one of ${Object.keys(types).join(", ")}`);
  process.exitCode = USAGE;
}

function stopSignal() {
  const controller = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => controller.abort());
  return controller.signal;
}
