import { PlatformError } from "../../base/errors.ts";
import { startPiped, type Argv, type PipedChild } from "../../base/exec.ts";
import { ENVIRONMENT_FILE, quote, sandboxEnvironment } from "../../base/sandbox.ts";
import type { HostCapabilities } from "../../base/sandbox.ts";
import type { Instance } from "../../plan/instance.ts";
import type { Context } from "./context.ts";
import { inspectInstance } from "./inspect.ts";
import { cgroupOf } from "./members.ts";
import { descendantsOf, readProcesses } from "./process-tree.ts";
import { readRecord, type InstanceRecord } from "./record.ts";

/**
 * Runs a command beside the instance's own: same files, network, processes, user, limits and environment.
 * @throws PlatformError `INSTANCE_NOT_RUNNING`
 */
export async function execInside(
  context: Context,
  instance: Instance,
  command: readonly string[],
  terminal: boolean,
): Promise<PipedChild> {
  const record = await readRecord(context.paths, instance.id);
  if (!record || (await inspectInstance(context, instance)).state === "exited") {
    throw new PlatformError("INSTANCE_NOT_RUNNING", `${instance.id} is not running`, { fault: "usage" });
  }
  const groups = cgroupOf(context, instance.id)?.directories ?? [];
  const argv = execArgv({
    capabilities: context.capabilities,
    record,
    pid: await commandPid(record, instance),
    groups,
    command,
    terminal,
  });
  const env = { ...sandboxEnvironment, ASHORE_INSTANCE: context.names.marker(instance.id) };
  return startPiped(argv, { env });
}

/** The process whose namespaces or environment are shared: the box's first one, else the child of our wrapper. */
async function commandPid(record: InstanceRecord, instance: Instance): Promise<number> {
  const { pid } = instance.identity;
  return record.boxed ? pid : (descendantsOf(pid, await readProcesses())[0] ?? pid);
}

interface ExecPlan {
  readonly capabilities: HostCapabilities;
  readonly record: InstanceRecord;
  readonly pid: number;
  readonly groups: readonly string[];
  readonly command: readonly string[];
  readonly terminal: boolean;
}

/** Pure: the chain that joins groups and namespaces, gives up its rights, reads the environment, runs the command. */
function execArgv(plan: ExecPlan): Argv {
  const read = plan.record.boxed ? `. ${ENVIRONMENT_FILE}` : readFrom(plan.pid);
  const script = `${read}; cd "$1" || exit 126; unset OLDPWD; shift; exec "$@"`;
  return [
    ...joinGroups(plan.groups),
    ...enter(plan),
    ...drop(plan),
    ...["/bin/sh", "-c", script, "sh", plan.record.workspace],
    ...(plan.terminal ? withTerminal(plan.command) : plan.command),
  ] as unknown as Argv;
}

function joinGroups(groups: readonly string[]): string[] {
  const script =
    'i=$1; shift; while [ "$i" -gt 0 ]; do echo $$ >"$1/cgroup.procs"; shift; i=$((i-1)); done; exec "$@"';
  return ["/bin/sh", "-c", script, "sh", String(groups.length), ...groups];
}

function enter({ capabilities, record, pid }: ExecPlan): string[] {
  const { nsenter } = capabilities.programs;
  if (!record.boxed || nsenter === null) return [];
  const user = capabilities.isRoot ? [] : ["--user", "--preserve-credentials"];
  const network = record.place === null ? [] : ["--net"];
  return [nsenter, "--target", String(pid), ...user, "--mount", "--pid", "--ipc", "--uts", ...network, "--"];
}

function drop({ capabilities, record }: ExecPlan): string[] {
  const { setpriv } = capabilities.programs;
  if (!capabilities.isRoot || record.uid === null || setpriv === null) return [];
  const id = String(record.uid);
  const rights = ["--no-new-privs", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"];
  return [setpriv, "--reuid", id, "--regid", id, "--clear-groups", ...rights];
}

/** A terminal of its own, so that shells prompt and programs draw. */
function withTerminal(command: readonly string[]): string[] {
  const line = `stty cols 120 rows 32; exec ${command.map(quote).join(" ")}`;
  return ["script", "--quiet", "--return", "--flush", "--command", line, "/dev/null"];
}

/** Unboxed, the environment is nowhere but in the process itself, which our uid may ask for it. */
function readFrom(pid: number): string {
  const quoteAll = String.raw`s/'/'\\\\''/g; s/^\([A-Za-z_][A-Za-z0-9_]*\)=\(.*\)\$/export \1='\2'/p`;
  return `eval "$(sed -z -n "${quoteAll}" /proc/${pid}/environ | tr '\\0' '\\n')"`;
}
