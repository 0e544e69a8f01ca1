import type { PublicAddress } from "./plan.ts";

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** Host name of the address alone: frameworks compare it with a request's host without its port. */
export function publicDomain(address: PublicAddress): string {
  return address.host;
}

/** Address as a URL without a slash at its end, with a port only where the scheme's own is not meant. */
export function publicUrl(address: PublicAddress, path = "/"): string {
  const port = address.port === DEFAULT_PORTS[address.scheme] ? "" : `:${address.port}`;
  return `${address.scheme}://${address.host}${port}${path}`.replace(/\/+$/, "");
}
