import { ClientError } from "../../client/index.ts";
import type { AppChoice } from "../choose-app.ts";
import { chooseRunningApp } from "../choose-running-app.ts";
import type { Context } from "../context.ts";
import { requireControlPlane } from "../control-plane.ts";
import { EXIT } from "../exit-code.ts";
import { refuseUnknown } from "../refuse-unknown.ts";

/** `ashore run JOB`: runs a job with the live release and shows what it prints; Ctrl-C cancels it. */
export async function run(context: Context, options: AppChoice & { readonly job: string }): Promise<number> {
  const { output, interruption } = context;
  const client = await requireControlPlane(context);
  const app = await chooseRunningApp(context, client, options);
  const known = app.jobs.map(({ name }) => name);
  refuseUnknown(app.name, { what: "job", name: options.job, known });
  interruption.listen(() => context.exit(EXIT.interrupted));
  for await (const event of await client.runJob(app.name, options.job, interruption.signal)) {
    if (event.type === "line") {
      output.print(event.text);
      continue;
    }
    const { phase, exitCode, logFile } = event.run;
    if (phase === "SUCCEEDED") return EXIT.ok;
    const code = exitCode === null ? "" : ` with exit code ${exitCode}`;
    output.warn(
      `${output.paintError("red", "✗")} ${options.job} ${phase.toLowerCase()}${code}; log: ${logFile}`,
    );
    return EXIT.app;
  }
  throw new ClientError("connection_lost", `The control plane ended before ${options.job} did`);
}
