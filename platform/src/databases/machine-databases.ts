import { rm } from "node:fs/promises";
import { PlatformError } from "../base/errors.ts";
import type { Engine } from "../plan/plan.ts";
import type { Databases } from "./databases.ts";
import { databasesDirectory } from "./directories.ts";
import type { Family, Machine, MachineOptions, Support } from "./family.ts";
import { keyedQueue } from "./keyed-queue.ts";
import { postgresFamily } from "./postgres/postgres-family.ts";
import { valkeyFamily } from "./valkey/valkey-family.ts";

/**
 * Databases as plain processes of this machine, their data below `<home>/apps/<app>/databases`. Calls for one app
 * are done one after the other; only one control plane of a home may use it at a time.
 */
export function machineDatabases(options: MachineOptions): Databases {
  const machine: Machine = { ...options, oneAtATime: keyedQueue() };
  const families: Partial<Record<Engine, Family>> = {
    PG: postgresFamily(machine),
    REDIS: valkeyFamily("REDIS", machine),
    VALKEY: valkeyFamily("VALKEY", machine),
  };
  const inTurn = keyedQueue();
  const each = async (act: (family: Family) => Promise<void>): Promise<void> => {
    for (const family of Object.values(families)) await act(family);
  };
  return {
    supports: (engine, version) => families[engine]?.supports(version) ?? Promise.resolve(refusal(engine)),
    ensure: (request) =>
      inTurn(request.app, async () => {
        request.signal.throwIfAborted();
        const family = families[request.engine];
        if (!family) throw unsupported(request.engine);
        return family.ensure(request);
      }),
    list: async (app) => {
      const lists = await Promise.all(Object.values(families).map((family) => family.list(app)));
      return lists.flat();
    },
    stop: (app, name) => inTurn(app, () => each((family) => family.stop(app, name))),
    destroy: (app, name) =>
      inTurn(app, async () => {
        await each((family) => family.destroy(app, name));
        if (name === undefined)
          await rm(databasesDirectory(options.home, app), { recursive: true, force: true });
      }),
  };
}

function refusal(engine: Engine): Support & { readonly ok: false } {
  return {
    ok: false,
    reason: `this machine's databases are PG, REDIS and VALKEY; ${engine} is not run here`,
    hint: "Attach one of yours by its URL under `attach` in .do/ashore.yaml",
  };
}

function unsupported(engine: Engine): PlatformError {
  const { reason, hint } = refusal(engine);
  return new PlatformError("DATABASE_ENGINE_UNSUPPORTED", `${engine} cannot run: ${reason}`, {
    hint,
    fault: "usage",
  });
}
