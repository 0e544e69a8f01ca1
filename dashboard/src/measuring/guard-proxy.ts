import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Agent } from "node:http";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { RequestError, Server } from "proxy-chain";
import { guardedLookup, isAllowedHost, judgeAddress, type AddressPolicy } from "../access/address-policy.ts";

/** Why a connection of the page did not come about. */
export interface ConnectionTrouble {
  /** As the page named it; an IPv6 address without brackets. */
  readonly host: string;
  /** `ADDRESS_NOT_ALLOWED`, or the system's code: `ENOTFOUND`, `ECONNREFUSED`, … */
  readonly code: string;
  readonly reason: string;
}

export interface GuardProxy {
  readonly url: string;
  /** Grows while the page loads. */
  readonly troubles: readonly ConnectionTrouble[];
  close(): Promise<void>;
}

const SOCKET_CHANNEL = "net.client.socket";
// Below the five seconds after which many servers close an idle connection: a request sent into that moment is lost.
const IDLE_CONNECTION_MS = 4_000;

/**
 * The only way out for a sample's Chromium: a proxy on the loopback interface that judges every address it connects
 * to, after resolving, so that redirects, sub-resources, websockets and names that change their address are covered.
 */
export async function startGuardProxy(policy: AddressPolicy): Promise<GuardProxy> {
  const troubles: ConnectionTrouble[] = [];
  const onSocket = (message: unknown): void =>
    noteConnectErrors((message as { socket: Socket }).socket, troubles);
  const httpAgent = new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS });
  const server = new Server({
    host: "127.0.0.1",
    port: 0,
    prepareRequestFunction: ({ hostname, port }) => {
      const host = hostname.replace(/^\[(.*)\]$/, "$1");
      const verdict = isIP(host) === 0 || isAllowedHost(policy, host, port) ? null : judgeAddress(host);
      if (verdict !== null && !verdict.allowed) {
        troubles.push({ host, code: "ADDRESS_NOT_ALLOWED", reason: verdict.reason });
        throw new RequestError(verdict.reason, 403);
      }
      return { dnsLookup: notingLookup(policy, port, troubles) as never, httpAgent };
    },
  });
  subscribe(SOCKET_CHANNEL, onSocket);
  await server.listen();
  return {
    url: `http://127.0.0.1:${server.port}`,
    troubles,
    close: async () => {
      unsubscribe(SOCKET_CHANNEL, onSocket);
      httpAgent.destroy();
      await server.close(true);
    },
  };
}

function notingLookup(policy: AddressPolicy, port: number, troubles: ConnectionTrouble[]): LookupFunction {
  const lookup = guardedLookup(policy, port);
  return (host, options, callback) => {
    lookup(host, options, (error, ...addresses) => {
      if (error !== null) troubles.push({ host, code: error.code ?? "ENOTFOUND", reason: error.message });
      callback(error, ...addresses);
    });
  };
}

/** The proxy answers with a status when it cannot connect, and keeps the reason to itself; the socket knows it. */
function noteConnectErrors(socket: Socket, troubles: ConnectionTrouble[]): void {
  let host: string | null = null;
  socket.on("lookup", (_error, _address, _family, name) => (host = name));
  socket.once("error", (error: NodeJS.ErrnoException & { address?: string }) => {
    const code = error.code ?? "";
    const name = host ?? error.address;
    const isNoted = code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "ADDRESS_NOT_ALLOWED";
    if (name !== undefined && !isNoted) troubles.push({ host: name, code, reason: error.message });
  });
}
