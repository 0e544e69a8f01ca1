import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { PlatformError, systemCodeOf } from "../base/errors.ts";

// Below the range from which Linux takes ports for outgoing connections, so that none of those sits on ours.
const FIRST_PORT = 20_000;
const LAST_PORT = 29_999;
const TRIES = 100;

/** Where a server listens: the loopback first, then what the caller adds, each once, in a fixed order. */
export function listenAddresses(extra: readonly string[]): readonly string[] {
  return [...new Set(["127.0.0.1", ...[...extra].sort()])];
}

/**
 * The preferred port if it is free at every address, else a free one. It is only known to be free now.
 * @throws PlatformError `DATABASE_ADDRESS_MISSING` if an address is none of this machine's,
 *   `DATABASE_NO_FREE_PORT` if no port was free
 */
export async function choosePort(addresses: readonly string[], preferred: number | null): Promise<number> {
  if (preferred !== null && (await isFreeAtAll(addresses, preferred))) return preferred;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (port !== preferred && (await isFreeAtAll(addresses, port))) return port;
  }
  throw new PlatformError(
    "DATABASE_NO_FREE_PORT",
    `No free port was found between ${FIRST_PORT} and ${LAST_PORT}`,
  );
}

async function isFreeAtAll(addresses: readonly string[], port: number): Promise<boolean> {
  for (const address of addresses) {
    if (!(await isFree(address, port))) return false;
  }
  return true;
}

function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const code = systemCodeOf(error);
      if (code === "EADDRINUSE" || code === "EACCES") resolve(false);
      else reject(addressMissing(address, error));
    });
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}

function addressMissing(address: string, cause: unknown): PlatformError {
  return new PlatformError(
    "DATABASE_ADDRESS_MISSING",
    `A database cannot listen on ${address}: it is not an address of this machine at the moment`,
    { cause, hint: "Bring the app's network up first" },
  );
}
