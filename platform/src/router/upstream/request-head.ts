import type { Outbound } from "./upstream.ts";

/** The head of a request as it goes over HTTP/1.1, with the framing of its body and its closing empty line. */
export function requestHead(outbound: Outbound): string {
  const { headers } = outbound;
  let head = `${outbound.method} ${outbound.path} HTTP/1.1\r\n`;
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`;
  if (outbound.upgrade !== null) head += `Connection: Upgrade\r\nUpgrade: ${outbound.upgrade}\r\n`;
  if (outbound.body?.length === null) head += "Transfer-Encoding: chunked\r\n";
  return `${head}\r\n`;
}
