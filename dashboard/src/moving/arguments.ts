import { parseArgs } from "node:util";
import { Failure } from "../base/failure.ts";
import { parseSource, parseTarget, type SourceAddress } from "./address.ts";

const DEFAULT_BATCH_ROWS = 1_000;
const MOST_BATCH_ROWS = 50_000;
const commands = ["plan", "copy", "verify"] as const;
export type Command = (typeof commands)[number];

/** What was asked for. */
export interface Request {
  readonly command: Command;
  readonly from: SourceAddress;
  /** A PostgreSQL URL. */
  readonly to: string;
  readonly json: boolean;
  readonly batchRows: number;
  readonly quarantine: boolean;
}

export const help = `Copies a dashboard's data into an empty PostgreSQL database, and checks that it arrived.

  migrate-data [plan|copy|verify] --from <source> --to <postgresql://…> [options]

  plan      says what would be copied and what would stay behind, and changes nothing
  copy      plans, copies and verifies (this is done when no command is given)
  verify    compares both sides row by row, and changes nothing

Sources
  postgresql://…         another database of the dashboard, at the same version
  embedded:<directory>   the dashboard's own PostgreSQL (what DATA_DIR names); stop the dashboard first
  sqlite:<file>          a file of the earlier dashboard, also any path that ends in .db or .sqlite

Options
  --batch <rows>   rows in one transaction (${DEFAULT_BATCH_ROWS})
  --quarantine     set rows aside that cannot be copied (table moving.quarantine) instead of ending
  --json           the report as JSON on standard output
  --help           this text

Stop workers and scheduler on both sides first. What was interrupted, even by kill -9, goes on where it was when the
same command is given again. Exit code: 0 all is well, 1 the sides differ or rows cannot be copied, 2 wrong arguments
or a refused target, 3 a failure of ours, 130 stopped by Ctrl-C.
`;

/** Reads the command line; null: help was asked for. Throws a Failure that says what is wrong. */
export function parseRequest(argv: readonly string[]): Request | null {
  const { values, positionals } = parseOptions(argv);
  if (values.help === true) return null;
  const [word = "copy", ...more] = positionals;
  const command = commands.find((name) => name === word);
  if (command === undefined || more.length > 0)
    throw new Failure("USAGE", `"${[word, ...more].join(" ")}" is no command`, {
      hint: `it is one of ${commands.join(", ")}`,
    });
  if (values.from === undefined) throw new Failure("USAGE", "--from is missing", { hint: "try --help" });
  if (values.to === undefined) throw new Failure("USAGE", "--to is missing", { hint: "try --help" });
  return {
    command,
    from: parseSource(values.from),
    to: parseTarget(values.to),
    json: values.json === true,
    batchRows: parseBatch(values.batch),
    quarantine: values.quarantine === true,
  };
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        from: { type: "string" },
        to: { type: "string" },
        batch: { type: "string" },
        quarantine: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    throw new Failure("USAGE", (cause as Error).message.split(". ")[0] ?? "", { hint: "try --help", cause });
  }
}

function parseBatch(text: string | undefined): number {
  if (text === undefined) return DEFAULT_BATCH_ROWS;
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= 1 && rows <= MOST_BATCH_ROWS) return rows;
  throw new Failure("USAGE", `--batch is "${text}"`, { hint: `give a number from 1 to ${MOST_BATCH_ROWS}` });
}
