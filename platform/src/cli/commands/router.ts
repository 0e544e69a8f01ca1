import path from "node:path";
import { lineLog } from "../../base/log.ts";
import { runRouter } from "../../router/main.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-code.ts";

/** `ashore router`: the public listeners of this ASHORE_HOME, until the control plane or a signal ends it. */
export async function router({ home, output, interruption }: Context): Promise<number> {
  const log = lineLog((line) => output.raw(line));
  const running = await runRouter({ home, controlSocket: path.join(home, "router.sock"), log });
  interruption.listen(() => void running.stop(0));
  interruption.signal.addEventListener("abort", () => void running.stop());
  await running.ended;
  return EXIT.ok;
}
