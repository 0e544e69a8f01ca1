import { componentsOf, type AppSpec, type EnvVariable } from "../../spec/index.ts";
import { mentionsOf } from "../code.ts";
import { sourcedEntries, type CheckedApp, type Rule } from "../rule.ts";
import { isRunTime } from "../variables.ts";

type ServiceEntry = Extract<ReturnType<typeof componentsOf>[number], { kind: "service" }>;

/** A service's own PORT beside its http_port is told by `ports`. */
export const portVariableDiffers: Rule = {
  name: "port-variable-differs",
  severity: "warning",
  what: "PORT comes from the app's variables, or to an internal service, with a port that is not open",
  why: "A PORT of your own takes the place of the one that is set to http_port, so the program listens where no request goes.",
  fix: "remove PORT, or make it the port that the service opens",
  failing: {
    spec: {
      name: "app",
      envs: [{ key: "PORT", value: "3000" }],
      services: [{ name: "web", http_port: 8080, health_check: {} }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      envs: [{ key: "PORT", value: "3000" }],
      services: [{ name: "web", http_port: 3000, health_check: {} }],
    },
    files: {},
  },
  *check(app) {
    for (const entry of componentsOf(app.spec)) {
      if (entry.kind !== "service") continue;
      const found = portVariable(entry, app.spec);
      const open = portsOf(entry);
      if (!found || open.includes(found.port) || listensElsewhere(entry, open, app)) continue;
      yield {
        field: `${found.field}.value`,
        message: `PORT is ${found.port} in ${entry.component.name}, which opens ${open.join(", ")}`,
      };
    }
  },
};

function portVariable({ component, field }: ServiceEntry, spec: AppSpec) {
  const own = lastPort(component.envs, `${field}.envs`);
  if (own && component.http_port !== undefined) return undefined;
  const found = own ?? lastPort(spec.envs, "envs");
  if (!found || found.type === "SECRET" || !isRunTime(found) || !/^\d+$/.test(found.value ?? ""))
    return undefined;
  return { field: found.field, port: Number(found.value) };
}

function lastPort(envs: readonly EnvVariable[] = [], field: string) {
  const index = envs.findLastIndex(({ key }) => key === "PORT");
  const variable = envs[index];
  return variable && { ...variable, field: `${field}[${index}]` };
}

function portsOf({ component }: ServiceEntry): number[] {
  const { http_port, internal_ports = [] } = component;
  return http_port === undefined ? [...internal_ports] : [http_port, ...internal_ports];
}

/** True if the command or the code names an open port itself, so that PORT may mean nothing to it. */
function listensElsewhere(entry: ServiceEntry, open: readonly number[], app: CheckedApp): boolean {
  const command = entry.component.run_command ?? "";
  const sourced = sourcedEntries(app).find(({ field }) => field === entry.field);
  const named = sourced ? mentionsOf(app, sourced, "listen").map(({ name }) => name) : [];
  return open.some((port) => new RegExp(`\\b${port}\\b`).test(command) || named.includes(String(port)));
}
