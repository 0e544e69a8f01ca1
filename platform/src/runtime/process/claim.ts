import type { StartRequest } from "../runtime.ts";
import { workspacePath } from "../../base/sandbox.ts";
import { hasNamespaces, type Context } from "./context.ts";
import { freePort } from "../free-port.ts";
import { takeAddress } from "./network/instance-network.ts";
import { listNetworks, readNetwork, type NetworkRecord } from "./network/network-record.ts";
import { portsInUse } from "./network/shared-network.ts";
import { writeRecord, type InstanceRecord } from "./record.ts";

/** Where every boxed instance sees its files. */
const INSIDE = "/workspace";

export interface Claim {
  readonly record: InstanceRecord;
  /** Null in shared mode, and before the app's network was opened. */
  readonly network: NetworkRecord | undefined;
}

/** Gives the instance its address and ports and writes them down, before anything is started. */
export function claim(context: Context, request: StartRequest): Promise<Claim> {
  return context.network(async () => {
    const network = await readNetwork(context.paths, request.app);
    const inNamespace = hasNamespaces(context.capabilities) && network !== undefined && network.base !== null;
    const place = inNamespace ? await takeAddress(context, network) : null;
    const hostDirectory = context.paths.instance(request.id).workspace;
    const record: InstanceRecord = {
      id: request.id,
      app: request.app,
      uid: request.uid,
      boxed: context.capabilities.programs.bwrap !== null,
      workspace: workspacePath(context.capabilities, { hostDirectory, path: INSIDE }),
      place,
      ports: place === null ? await assignPorts(context, request) : samePorts(request.ports),
      running: null,
    };
    await writeRecord(context.paths, record);
    return { record, network };
  });
}

function samePorts(ports: readonly number[]): Record<string, number> {
  return Object.fromEntries(ports.map((port) => [port, port]));
}

/** Only the port that PORT names can be chosen by us; what else a program listens on, its author has fixed. */
async function assignPorts(context: Context, request: StartRequest): Promise<Record<string, number>> {
  const first = request.ports[0];
  if (!request.injectPort || first === undefined) return samePorts(request.ports);
  const used = await portsInUse(context, await listNetworks(context.paths));
  return { ...samePorts(request.ports), [first]: await freePort(used) };
}
