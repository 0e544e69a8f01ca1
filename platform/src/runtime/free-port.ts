import { createServer, type AddressInfo } from "node:net";

const TRIES = 100;

/** A TCP port of the loopback that is free now and not in `avoid`. */
export async function freePort(avoid: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = await anyPort();
    if (!avoid.has(port)) return port;
  }
  throw new Error(`no free port in ${TRIES} tries`);
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
