import { systemClock, type Clock } from "../../base/clock.ts";
import type { Environment } from "../../base/exec.ts";
import { silentLog, type Log } from "../../base/log.ts";
import type { HostCapabilities } from "../../base/sandbox.ts";
import type { Instance } from "../../plan/instance.ts";
import type { Runtime } from "../runtime.ts";
import { hasNamespaces, type Context } from "./context.ts";
import { describe } from "./describe.ts";
import { execInside } from "./exec-inside.ts";
import { awaitExit, inspectInstance } from "./inspect.ts";
import { namesOf } from "./label.ts";
import { correctPorts, listeningOf } from "./listening.ts";
import { memoryOf } from "./members.ts";
import { closeNetwork, openNetwork } from "./network/networks.ts";
import { pathsOf } from "./paths.ts";
import { readRecord, writeRecord } from "./record.ts";
import { serial } from "./serial.ts";
import { startInstance } from "./start-instance.ts";
import { stopInstance } from "./stop-instance.ts";
import { sweep } from "./sweep.ts";

export interface ProcessRuntimeOptions {
  /** Absolute path of Ashore's home; instances live in `run/`, inner networks in `network/`. */
  readonly home: string;
  /** From `probeHost`. */
  readonly capabilities: HostCapabilities;
  readonly log?: Log;
  readonly clock?: Clock;
  /** Variables of this machine that every instance gets unless the app sets them, e.g. a certificate file. */
  readonly passEnv?: Environment;
  /** Files and directories every instance may read at the same path, e.g. what `passEnv` names. */
  readonly readOnly?: readonly string[];
  /** First two numbers of the inner networks, e.g. `10.77`; without it one is chosen that no route uses, and kept. */
  readonly networkBase?: string;
}

/** Runs instances as plain processes of this machine, boxed in as well as it allows. They outlive the caller. */
export function processRuntime(options: ProcessRuntimeOptions): Runtime {
  const context = contextOf(options);
  return {
    describe: () => describe(context),
    openNetwork: (request) => openNetwork(context, request),
    closeNetwork: (app) => closeNetwork(context, app),
    start: async (request) => {
      const instance = await startInstance(context, request);
      context.log.info("instance started", {
        id: instance.id,
        pid: instance.identity.pid,
        address: instance.address,
      });
      return instance;
    },
    inspect: (instance) => inspectInstance(context, instance),
    awaitExit: (instance, signal) => awaitExit(context, instance, signal),
    listening: (instance) => listeningOf(context, instance),
    locate: (instance) => locate(context, instance),
    stop: async (instance, graceMs) => {
      const exit = await stopInstance(context, instance, graceMs);
      context.log.info("instance stopped", { id: instance.id, ...exit });
      return exit;
    },
    exec: (instance, command, terminal) => execInside(context, instance, command, terminal),
    memory: (instance) => memoryOf(context, instance),
    sweep: (keep) => sweep(context, keep),
  };
}

function contextOf(options: ProcessRuntimeOptions): Context {
  return {
    names: namesOf(options.home),
    paths: pathsOf(options.home),
    capabilities: options.capabilities,
    log: options.log ?? silentLog,
    clock: options.clock ?? systemClock,
    passEnv: options.passEnv ?? {},
    readOnly: options.readOnly ?? [],
    networkBase: options.networkBase ?? null,
    network: serial(),
  };
}

async function locate(context: Context, instance: Instance): Promise<Instance> {
  if (hasNamespaces(context.capabilities)) return instance;
  const corrected = correctPorts(instance, await listeningOf(context, instance));
  const record = await readRecord(context.paths, instance.id);
  if (record?.running) {
    const running = { ...record.running, instance: corrected };
    await writeRecord(context.paths, { ...record, ports: corrected.ports, running });
  }
  return corrected;
}
