import type { Socket } from "node:net";
import type { ResponseHead } from "../upstream/response-head.ts";

/** Finds out that a silent peer has vanished. */
const KEEP_ALIVE_MS = 60_000;

/** The head of a 101 answer as the client gets it. */
export function switchedHead(head: ResponseHead, protocol: string, extra: readonly string[]): string {
  const headers = [...head.headers, ...extra];
  let text = `HTTP/1.1 101 ${head.reason || "Switching Protocols"}\r\n`;
  for (let i = 0; i < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return `${text}Connection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
}

/**
 * Carries bytes both ways, with back-pressure, until both sides have ended; an end of one side is passed on
 * as such (half-close), a broken side breaks the other. `closed` is called once.
 */
export function joinTunnel(one: Socket, other: Socket, closed: () => void): void {
  let open = 2;
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.setTimeout(0);
    from.setNoDelay(true);
    from.setKeepAlive(true, KEEP_ALIVE_MS);
    from.on("error", () => to.destroy());
    from.once("close", (hadError: boolean) => {
      if (hadError || !from.readableEnded) to.destroy();
      open--;
      if (open === 0) closed();
    });
    from.pipe(to);
  }
  if (one.destroyed) other.destroy();
  if (other.destroyed) one.destroy();
}
