import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "./context.ts";
import { makeInterruption } from "./interruption.ts";
import { makeOutput } from "./output.ts";

const BIN = fileURLToPath(new URL("../../bin/ashore.js", import.meta.url));

async function main(argv: readonly string[], context: Context): Promise<number> {
  // The two processes that stay load nothing of the command line.
  if (argv[0] === "router" && argv.length === 1)
    return (await import("./commands/router.ts")).router(context);
  if (argv[0] === "server" && argv[1] === "--local") return (await import("./commands/server.ts")).server();
  return (await import("./command.ts")).runCommandLine(argv, context);
}

const { env, stdin, stdout, stderr } = process;
const cwd = process.cwd();
const interruption = makeInterruption((name, listener) => process.on(name, listener));
const output = makeOutput({ stdout, stderr, env, onClosed: () => interruption.trigger() });
const context: Context = {
  env,
  cwd,
  home: path.resolve(cwd, env["ASHORE_HOME"] || path.join(homedir(), ".ashore")),
  program: [process.execPath, BIN],
  output,
  stdin,
  interruption,
  exit: (code) => process.exit(code),
};

const exitCode = await main(process.argv.slice(2), context);
await output.flush();
process.exit(exitCode);
