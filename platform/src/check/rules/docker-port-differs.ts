import { dockerEntries, instructionsOf, type DockerEntry } from "../docker.ts";
import type { Rule } from "../rule.ts";
import { variablesOf } from "../variables.ts";

export const dockerPortDiffers: Rule = {
  name: "docker-port-differs",
  severity: "warning",
  what: "A Dockerfile starts its program on the port that it exposes, which is not http_port",
  why: "EXPOSE opens nothing; requests and health checks go to http_port, where nothing listens then.",
  fix: "set http_port to the exposed port, or let the program follow the variable PORT",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", dockerfile_path: "Dockerfile", http_port: 8080, health_check: {} }],
    },
    files: {
      Dockerfile: 'FROM python:3\nEXPOSE 8000\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]\n',
    },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", dockerfile_path: "Dockerfile", http_port: 8000, health_check: {} }],
    },
    files: {
      Dockerfile: 'FROM python:3\nEXPOSE 8000\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]\n',
    },
  },
  *check(app) {
    for (const entry of dockerEntries(app)) {
      // A command of the spec takes the place of the image's.
      if (entry.kind !== "service" || entry.component.run_command !== undefined) continue;
      const { http_port, internal_ports = [] } = entry.component;
      const port = fixedPort(entry);
      if (port === undefined || port === http_port || internal_ports.includes(port)) continue;
      if (variablesOf(app.spec, entry).get("PORT")?.value === String(port)) continue;
      const other =
        http_port === undefined ? `its ports are ${internal_ports.join(", ")}` : `http_port is ${http_port}`;
      yield {
        field: `${entry.field}.http_port`,
        message: `the Dockerfile serves port ${port}, but ${other}`,
      };
    }
  },
};

/** The only port that is exposed, if the image's command names it as well: EXPOSE alone may be an old note. */
function fixedPort(entry: DockerEntry): number | undefined {
  const [exposed, ...others] = instructionsOf(entry, "EXPOSE").flatMap((line) => line.split(/\s+/));
  const port = /^(\d+)(?:\/tcp)?$/.exec(exposed ?? "")?.[1];
  if (port === undefined || others.length > 0 || /\bPORT\b/.test(entry.dockerfile)) return undefined;
  const command = ["ENTRYPOINT", "CMD"].flatMap((name) => instructionsOf(entry, name).at(-1) ?? []).join(" ");
  return namesPort(command, port) ? Number(port) : undefined;
}

function namesPort(command: string, port: string): boolean {
  return new RegExp(`(?:(?:0\\.0\\.0\\.0|\\*|\\[::\\]|["'\\s=]):|--port["',=\\s]+)${port}(?!\\d)`).test(
    command,
  );
}
