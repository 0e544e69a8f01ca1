import { InvalidArgumentError, Option, type Command } from "commander";
import type { CheckFormat } from "./check-report.ts";
import type { Context, GlobalOptions } from "./context.ts";
import { resolveDirectory } from "./resolve-directory.ts";

const PORT_HELP = "port on which the app answers (default: the one it had, or 8080)";
const SPEC_HELP = "the spec, if it is none of .do/app.yaml, .do/app.yml, app.yaml, .do/deploy.template.yaml";
const ENV_FILE_HELP = "values for secrets and ${…} placeholders, before ashore.env in the .do of the spec";
const DEFAULT_TAIL = 100;

interface Flags extends GlobalOptions {
  readonly directory?: string;
  readonly json?: true;
}

/** A command is loaded when it is called, so that none pays for another one. */
type Run<F> = (context: Context, flags: F & Flags, args: readonly string[]) => Promise<number>;

interface Definer {
  /** `usage` as commander reads it: `logs [COMPONENT]`. */
  define<F>(usage: string, summary: string, run: Run<F>): Command;
}

/** Adds every command to the program; `done` is given the exit code of the one that ran. */
export function addCommands(program: Command, context: Context, done: (code: number) => void): void {
  const definer = makeDefiner(program, context, done);
  addAppCommands(definer);
  addLookingCommands(definer);
  addInstanceCommands(definer);
  addSpecCommands(definer);
  addProcessCommands(program, context, done);
}

function makeDefiner(program: Command, context: Context, done: (code: number) => void): Definer {
  return {
    define: <F>(usage: string, summary: string, run: Run<F>) => {
      const command = program.command(usage).summary(summary).description(summary);
      command.option("-C, --directory <dir>", "work as if started in this directory");
      command.option("-a, --app <name>", "the app, instead of the one of the directory");
      command.action(async () => {
        const flags = command.optsWithGlobals<F & Flags>();
        try {
          const cwd = await resolveDirectory(context.cwd, flags.directory);
          done(await run({ ...context, cwd }, flags, command.args));
        } catch (error) {
          const { reportError } = await import("./report-error.ts");
          done(reportError(context, error, flags.json === true));
        }
      });
      return command;
    },
  };
}

interface UpFlags {
  readonly spec?: string;
  readonly envFile?: string;
  readonly detach?: true;
  readonly port?: number;
  readonly watch?: true;
  readonly forceBuild?: true;
}

function addAppCommands({ define }: Definer): void {
  define<UpFlags>("up [DIR]", "bring the app of a directory live", async (context, flags, [typed]) => {
    const { chooseDirectory } = await import("./choose-app.ts");
    const directory = await chooseDirectory(context, { ...flags, directory: typed });
    const { up } = await import("./commands/up.ts");
    const { detach = false, watch = false, forceBuild = false, json = false } = flags;
    return up(context, { ...flags, directory, detach, watch, forceBuild, json });
  })
    .option("--spec <file>", SPEC_HELP)
    .option("-e, --env-file <file>", ENV_FILE_HELP)
    .option("-d, --detach", "return once the app is live instead of following its logs")
    .option("-p, --port <port>", PORT_HELP, parsePort)
    .addOption(new Option("-w, --watch", "rebuild and restart what a saved file touches").conflicts("detach"))
    .option("--force-build", "build again even if nothing changed")
    .option(
      "--json",
      "print events as lines of JSON, and one result with the key ok when it is live or failed",
    )
    .addHelpText("after", examples("ashore up", "ashore up shop -e prod.env", "ashore up --watch"));
  define<{ data?: true; yes?: true }>("down [DIR]", "stop an app", async (context, flags, [directory]) => {
    const { down } = await import("./commands/down.ts");
    const { data = false, yes = false, json = false } = flags;
    return down(context, { ...flags, directory, data, yes, json });
  })
    .option("--data", "also delete its databases and everything else that is kept of it")
    .option("-y, --yes", "do not ask before deleting")
    .option("--json", "print what was stopped as JSON")
    .addHelpText("after", examples("ashore down", "ashore down -a shop --data --yes"));
  define(
    "restart [COMPONENT...]",
    "restart all components of an app, or some",
    async (context, flags, components) => {
      const { restart } = await import("./commands/restart.ts");
      return restart(context, { ...flags, directory: undefined, components });
    },
  ).addHelpText("after", examples("ashore restart", "ashore restart api worker"));
}

interface LogFlags {
  readonly follow?: true;
  readonly tail: number;
  readonly type: "run" | "build" | "deploy";
}

function addLookingCommands({ define }: Definer): void {
  define("status [DIR]", "show what runs", async (context, flags, [typed]) => {
    const { status } = await import("./commands/status.ts");
    // Where `-C` says is where we are now; said on purpose, it is meant as DIR is.
    const directory = typed ?? (flags.directory === undefined ? undefined : ".");
    return status(context, { ...flags, directory, json: flags.json ?? false });
  })
    .option("--json", "print it as JSON")
    .addHelpText("after", examples("ashore status", "ashore status -a shop --json"));
  define<LogFlags>("logs [COMPONENT]", "show what components print", async (context, flags, [component]) => {
    const { logs } = await import("./commands/logs.ts");
    return logs(context, { ...flags, directory: undefined, component, follow: flags.follow ?? false });
  })
    .option("-f, --follow", "go on until Ctrl-C")
    .option("-n, --tail <lines>", "how many lines of each component, -1 for all", parseTail, DEFAULT_TAIL)
    .addOption(new Option("--type <type>", "which log").choices(["run", "build", "deploy"]).default("run"))
    .addHelpText("after", examples("ashore logs", "ashore logs api -f", "ashore logs --type build -n -1"));
}

function addInstanceCommands({ define }: Definer): void {
  define<{ instance?: string }>(
    "exec COMPONENT [CMD...]",
    "run a command, or a shell, in a running instance",
    async (context, flags, [component = "", ...words]) => {
      const { exec } = await import("./commands/exec.ts");
      return exec(context, { ...flags, directory: undefined, component, words });
    },
  )
    .option("--instance <id>", "this instance (see status) instead of the first one")
    .passThroughOptions()
    .addHelpText("after", examples("ashore exec api", "ashore exec -a shop api -- ls -l"));
  define<{ url?: true }>(
    "db [NAME]",
    "open a database's client, or print its URL",
    async (context, flags, [name]) => {
      const { db } = await import("./commands/db.ts");
      return db(context, { ...flags, directory: undefined, name, url: flags.url ?? false });
    },
  )
    .option("--url", "print the URL, also where there is a client")
    .addHelpText(
      "after",
      examples("ashore db", "ashore db cache", "DATABASE_URL=$(ashore db main --url) npm test"),
    );
  define("run JOB", "run a job now, with what is live", async (context, flags, [job = ""]) => {
    const { run } = await import("./commands/run.ts");
    return run(context, { ...flags, directory: undefined, job });
  }).addHelpText("after", examples("ashore run migrate"));
}

const CHECK_FORMATS: readonly CheckFormat[] = ["text", "json", "github", "sarif"];

interface CheckFlags extends Pick<UpFlags, "spec" | "envFile"> {
  readonly format: CheckFormat;
  readonly strict?: true;
  readonly cost?: true;
}

function addSpecCommands({ define }: Definer): void {
  define<Pick<UpFlags, "spec" | "envFile" | "port">>(
    "plan [DIR]",
    "show what an up would change",
    async (context, flags, [typed]) => {
      const { chooseDirectory } = await import("./choose-app.ts");
      const directory = await chooseDirectory(context, { ...flags, directory: typed });
      const { plan } = await import("./commands/plan.ts");
      return plan(context, { ...flags, directory, json: flags.json ?? false });
    },
  )
    .option("--spec <file>", SPEC_HELP)
    .option("-e, --env-file <file>", ENV_FILE_HELP)
    .option("-p, --port <port>", PORT_HELP, parsePort)
    .option("--json", "print the plan as JSON")
    .addHelpText("after", examples("ashore plan", "ashore plan --json > plan.json"));
  define<CheckFlags>(
    "check [DIR|FILE]",
    "find what is wrong with an app",
    async (context, flags, [target]) => {
      const { check } = await import("./commands/check.ts");
      const { json, strict = false, cost = false } = flags;
      return check(context, { ...flags, target, format: json ? "json" : flags.format, strict, cost });
    },
  )
    .option("--spec <file>", SPEC_HELP)
    .option("-e, --env-file <file>", ENV_FILE_HELP)
    .addOption(new Option("--format <format>", "how to print it").choices(CHECK_FORMATS).default("text"))
    .option("--json", "the same as --format json")
    .option("--strict", "fail for warnings too")
    .option("--cost", "also say what the app costs a month on App Platform, and the memory it takes here")
    .addHelpText(
      "after",
      examples("ashore check", "ashore check other/app.yaml --json", "ashore check --strict --format github"),
    );
  define("explain [FIELD]", "say what a field of the spec means", async (context, _flags, [field = ""]) => {
    const { explain } = await import("./commands/explain.ts");
    return Promise.resolve(explain(context, field));
  }).addHelpText("after", examples("ashore explain", "ashore explain services.http_port"));
}

/** What `up` starts for itself; not in the help. */
function addProcessCommands(program: Command, context: Context, done: (code: number) => void): void {
  const hidden = { hidden: true };
  program
    .command("server", hidden)
    .description("the control plane of this ASHORE_HOME, in the foreground")
    .option("--local", "end when the last app is taken down")
    .action(async () => done(await (await import("./commands/server.ts")).server()));
  program
    .command("router", hidden)
    .description("the router of this ASHORE_HOME, in the foreground")
    .action(async () => done(await (await import("./commands/router.ts")).router(context)));
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a number from 1 to 65535.");
}

function parseTail(text: string): number {
  if (/^(-1|\d+)$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a number of lines, or -1.");
}
