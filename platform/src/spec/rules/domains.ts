import { error } from "./rule.ts";
import type { Rule } from "./rule.ts";

export const domains: Rule = {
  name: "domains",
  severity: "error",
  what: "A domain stands twice, is a second PRIMARY, or has an unknown TLS version",
  why: "A host name belongs to an app once, one PRIMARY gives APP_URL and APP_DOMAIN, and App Platform serves TLS from 1.2 or 1.3 on.",
  fix: "name each domain once, make at most one PRIMARY, and write 1.2 or 1.3 in quotes",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    domains: [
      { domain: "example.com", type: "PRIMARY" },
      { domain: "www.example.com", type: "PRIMARY" },
    ],
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    domains: [
      { domain: "example.com", type: "PRIMARY" },
      { domain: "www.example.com", type: "ALIAS" },
    ],
  },
  *check(spec) {
    const first = new Map<string, number>();
    let primary: number | undefined;
    for (const [i, { domain, type, minimum_tls_version: version }] of (spec.domains ?? []).entries()) {
      const field = `domains[${i}]`;
      const host = domain.toLowerCase().replace(/\.$/, "");
      const earlier = first.get(host);
      if (host !== "" && earlier !== undefined)
        yield error(`${field}.domain`, `is ${domain}, as is domains[${earlier}].domain`, "remove one");
      else first.set(host, i);
      if (type === "PRIMARY" && primary !== undefined) {
        yield error(`${field}.type`, `is PRIMARY, as is domains[${primary}].type`, "make all but one ALIAS");
      }
      if (type === "PRIMARY") primary ??= i;
      if (version !== undefined && version !== "1.2" && version !== "1.3") {
        yield error(`${field}.minimum_tls_version`, `is ${version}`, 'write "1.2" or "1.3"');
      }
    }
  },
};
