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
 * Variables without a PORT that says what we would inject anyway: as an injected one it may differ where ports are
 * assigned.
 */
export function withoutInjectedPort(runEnv: readonly EnvVar[], ports: ComponentPorts): readonly EnvVar[] {
  return ports.inject === null ? runEnv : runEnv.filter((variable) => variable.key !== "PORT");
}

function leavesPortToUs(port: number, runEnv: readonly EnvVar[]): boolean {
  const isSet = runEnv.some((variable) => variable.key === "PORT");
  return !isSet || plainValue(runEnv, "PORT")?.trim() === String(port);
}
