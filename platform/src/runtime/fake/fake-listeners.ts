import { createServer, type Server } from "node:http";
import type { Listening } from "../../plan/instance.ts";
import { freePort } from "../free-port.ts";
import type { FakeBehaviour } from "./behaviour.ts";

export const ADDRESS = "127.0.0.1";

/** The sockets of one fake instance; their ports are chosen before they are opened. */
export interface FakeListeners {
  /** Spec port → port it listens on, or will. */
  readonly ports: Readonly<Record<string, number>>;
  open(): Promise<void>;
  close(): Promise<void>;
  listening(): readonly Listening[];
}

export async function fakeListeners(
  id: string,
  specPorts: readonly number[],
  behaviour: FakeBehaviour,
): Promise<FakeListeners> {
  const answer = behaviour.answers ?? ((_request, response) => void response.end(id));
  const pairs: { specPort: number; port: number; server: Server }[] = [];
  for (const specPort of specPorts) {
    const port = await freePort(new Set(pairs.map((pair) => pair.port)));
    pairs.push({ specPort, port, server: createServer(answer) });
  }
  return {
    ports: Object.fromEntries(pairs.map(({ specPort, port }) => [specPort, port])),
    open: async () => {
      await Promise.all(pairs.map(({ server, port }) => listen(server, port)));
    },
    close: async () => {
      await Promise.all(pairs.map(({ server }) => close(server)));
    },
    listening: () =>
      pairs.filter((pair) => pair.server.listening).map(({ port }) => ({ address: ADDRESS, port })),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, ADDRESS, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
