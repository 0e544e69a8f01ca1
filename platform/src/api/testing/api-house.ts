import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Client } from "../../client/index.ts";
import { harness, type Harness } from "../../deploy/testing/harness.ts";
import { buildApi } from "../api.ts";
import type { ApiParts } from "../parts.ts";

/** The API on a socket, over a conductor with small parts. */
export interface ApiHouse {
  readonly under: Harness;
  readonly client: Client;
  end(): Promise<void>;
}

export async function apiHouse(): Promise<ApiHouse> {
  const home = await mkdtemp(join(tmpdir(), "ashore-api-"));
  const under = await harness();
  const api = buildApi(partsOf(under, home));
  const socketPath = join(home, "server.sock");
  await api.listen({ path: socketPath });
  return {
    under,
    client: connect({ socketPath }),
    end: async () => {
      await api.close();
      await under.end();
      await rm(home, { recursive: true });
    },
  };
}

function partsOf({ parts, conductor }: Harness, home: string): ApiParts {
  const { store, events, box, clock, log, paths } = parts;
  return {
    ...{ conductor, store, events, box, clock, log, paths },
    ...{ cloneRoot: home, gitEnv: {}, firstUid: null, version: "0", ready: Promise.resolve() },
    control: () => Promise.reject(new Error("not of this house")),
    databases: () => Promise.resolve([]),
    shutdown: () => Promise.resolve(false),
  };
}
