import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "./command.ts";
import type { Context } from "./context.ts";
import { makeInterruption } from "./interruption.ts";
import { makeOutput } from "./output.ts";

const BIN = fileURLToPath(new URL("../../bin/ashore.js", import.meta.url));

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

const exitCode = await runCommandLine(process.argv.slice(2), context);
await output.flush();
process.exit(exitCode);
