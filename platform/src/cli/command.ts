import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { addCommands } from "./command-list.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-code.ts";

const HELP_FOOTER = `
Examples:
  ashore up                     bring the app of this directory live and follow its logs
  ashore up --detach --json     the same for a script
  ashore check                  find what is wrong with the spec, without starting anything
  ashore logs api --follow      what one component prints
  ashore down --data            stop the app and delete its databases

Exit codes: 0 live or done, 1 the app's fault, 2 the spec's or the command line's, 3 Ashore's.
Environment: ASHORE_HOME (default ~/.ashore) is where everything is kept; NO_COLOR is honoured.`;

/** Runs one command line. @returns the exit code, after everything that went wrong has been told */
export async function runCommandLine(argv: readonly string[], context: Context): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = makeProgram(context);
  addCommands(program, context, (code) => (exitCode = code));
  try {
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has told it already; it counts help and version among the errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { reportError } = await import("./report-error.ts");
    return reportError(context, error, false);
  }
}

function makeProgram({ output }: Context): Command {
  return new Command("ashore")
    .description("Runs App Platform specs on this machine.")
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .option("-C, --directory <dir>", "work as if started in this directory")
    .option("-a, --app <name>", "the app, instead of the one of the directory")
    .enablePositionalOptions()
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.print(text.trimEnd()),
      writeErr: (text) => output.warn(oneSentence(text)),
    })
    .addHelpText("after", HELP_FOOTER);
}

/** Commander sets its suggestion on a line of its own; an error of ours is one sentence. */
function oneSentence(text: string): string {
  return text.trimEnd().replace(/\n\((Did you mean .*)\)$/s, "; $1");
}

function readVersion(): string {
  const paper = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(paper) as { version: string }).version;
}
