/** The parts of a spec these tests use; written out as JSON, which is YAML too. */
export type Spec = Readonly<Record<string, unknown>> & { readonly name: string };

/** A check that gives up within three seconds, so that a test of failure does not wait for minutes. */
export const quickCheck = { period_seconds: 1, failure_threshold: 3 };

/** A service or worker whose code is one file of Node without packages. */
export function component(
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    name,
    github: { repo: "ashore/small", branch: "main" },
    environment_slug: "node-js",
    run_command: `node ${name}.js`,
    instance_size_slug: "apps-s-1vcpu-0.5gb",
    ...more,
  };
}

/** A service on port 8080. */
export function service(name: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return component(name, { http_port: 8080, ...more });
}

/** The files of an app: its spec, a package.json without packages, and its programs by name. */
export function appFiles(spec: Spec, programs: Readonly<Record<string, string>>): Record<string, string> {
  const manifest = { name: spec.name, version: "1.0.0", private: true, type: "module" };
  const lock = { ...manifest, lockfileVersion: 3, requires: true, packages: { "": manifest } };
  const files = Object.entries(programs).map(([name, text]) => [`${name}.js`, text]);
  return {
    ".do/app.yaml": JSON.stringify(spec, undefined, 2),
    "package.json": JSON.stringify(manifest),
    "package-lock.json": JSON.stringify(lock),
    ...(Object.fromEntries(files) as Record<string, string>),
  };
}

/** A server that answers every request with `text`, listening where it is told. */
export function answering(text: string, where = "Number(process.env.PORT), '0.0.0.0'"): string {
  return `
    import { createServer } from "node:http";
    const server = createServer((request, response) => response.end(${JSON.stringify(text)}));
    server.listen(${where}, () => console.log("listening"));
    process.on("SIGTERM", () => process.exit(0));
  `;
}
