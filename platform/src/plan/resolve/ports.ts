import type { Service } from "../../spec/index.ts";
import type { ComponentPorts, EnvVar } from "../plan.ts";
import { plainValue } from "./env.ts";

export const NO_PORTS: ComponentPorts = { http: null, internal: [], inject: null };

/** Ports of a completed service: `http_port`, else its first internal one, and whether PORT says so. */
export function resolvePorts(service: Service, runEnv: readonly EnvVar[]): ComponentPorts {
  const { http_port: publicPort, internal_ports: internal = [] } = service;
  const http = publicPort ?? internal[0] ?? null;
  return {
    http,
    internal: [...new Set(internal)].filter((port) => port !== http),
    inject: publicPort !== undefined && leavesPortToUs(publicPort, runEnv) ? publicPort : null,
  };
}

/**
 * Variables of a service whose PORT is injected: without one of their own that says the same, since where ports are
 * assigned the injected one differs, and with `${PORT}` filled in.
 */
export function withInjectedPort(runEnv: readonly EnvVar[], { inject }: ComponentPorts): readonly EnvVar[] {
  if (inject === null) return runEnv;
  return runEnv
    .filter(({ key }) => key !== "PORT")
    .map((variable) => ({ ...variable, template: variable.template.replaceAll("${PORT}", String(inject)) }));
}

function leavesPortToUs(port: number, runEnv: readonly EnvVar[]): boolean {
  const isSet = runEnv.some((variable) => variable.key === "PORT");
  return !isSet || plainValue(runEnv, "PORT")?.trim() === String(port);
}
