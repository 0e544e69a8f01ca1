import type { ChangeItem, PlanAnswer } from "../../wire/index.ts";
import type { Context } from "../context.ts";
import { ensureControlPlane, releaseControlPlane } from "../control-plane.ts";
import { EXIT } from "../exit-code.ts";
import type { Colour, Paint } from "../paint.ts";
import { printProblems, withoutSilenced } from "../problem-list.ts";
import { readAppFiles, readSpecInput, type SpecOptions } from "../spec-input.ts";
import { alignRows } from "../table.ts";
import { upRequest } from "../up-run.ts";

export interface PlanOptions extends SpecOptions {
  readonly port?: number;
  readonly json: boolean;
}

const MARKS: Readonly<Record<ChangeItem["action"], readonly [Colour, string]>> = {
  create: ["green", "+"],
  change: ["yellow", "~"],
  remove: ["red", "-"],
  keep: ["dim", "="],
};

/** `ashore plan`: what an `up` would do, or with `--json` the plan itself. */
export async function plan(context: Context, options: PlanOptions): Promise<number> {
  const files = await readAppFiles(context, options);
  const { signal, listen } = context.interruption;
  listen(() => context.exit(EXIT.interrupted));
  const { client, started } = await ensureControlPlane(context);
  try {
    const input = await readSpecInput(files, options.app, (request) => client.spec(request, signal));
    const answer = await client.plan(upRequest(input, { ...options, forceBuild: false }), signal);
    if (options.json) context.output.document(answer.plan);
    else printChanges(context, input.app, answer);
    const problems = withoutSilenced(answer.problems, input.ashoreYaml.silence);
    if (!options.json) printProblems(context, problems);
    return EXIT.ok;
  } finally {
    if (started) await releaseControlPlane(client);
  }
}

/** One aligned line for each change, `+ component api  reason`. */
export function changeLines(changes: readonly ChangeItem[], paint: Paint): string[] {
  return alignRows(
    changes.map(({ action, kind, name, reason }) => {
      const [colour, mark] = MARKS[action];
      return [`${paint(colour, mark)} ${kind}`, name, paint("dim", reason)];
    }),
  );
}

function printChanges({ output }: Context, app: string, { changes }: PlanAnswer): void {
  for (const line of changeLines(changes, output.paint)) output.print(line);
  const count = (action: ChangeItem["action"]): number =>
    changes.filter((change) => change.action === action).length;
  const sums = [
    `${count("create")} to create`,
    `${count("change")} to change`,
    `${count("remove")} to remove`,
  ];
  output.print(`${app}: ${sums.join(", ")}, ${count("keep")} to keep`);
}
