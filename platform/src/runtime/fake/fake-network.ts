import { freePort } from "../free-port.ts";
import type { AppNetwork, NetworkRequest } from "../runtime.ts";
import { ADDRESS } from "./fake-listeners.ts";

/** Stable free ports of the loopback, as in the process runtime's shared mode. */
export async function openFakeNetwork(
  request: NetworkRequest,
  before: AppNetwork | undefined,
): Promise<AppNetwork> {
  const services: Record<string, { host: string; ports: Record<string, number> }> = {};
  for (const { name, ports } of request.services) {
    const own: Record<string, number> = {};
    for (const port of ports) own[port] = before?.services[name]?.ports[port] ?? (await freePort(new Set()));
    services[name] = { host: ADDRESS, ports: own };
  }
  const forwards = Object.entries(services).flatMap(([service, { ports }]) =>
    Object.entries(ports).map(([specPort, port]) => ({
      service,
      specPort: Number(specPort),
      address: ADDRESS,
      port,
    })),
  );
  return { gateway: ADDRESS, services, forwards };
}
