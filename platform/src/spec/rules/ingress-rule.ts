import type { AppSpec, IngressRedirect, IngressRule } from "../app-spec.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const redirectCodes = [300, 301, 302, 303, 304, 307, 308];

/** Each rule of the ingress by itself. */
export const ingressRule: Rule = {
  name: "ingress-rule",
  severity: "error",
  what: "An ingress rule leads to no place or to two, or has a match, rewrite or redirect that cannot work",
  why: "A rule has one path, one host of the app and one place to lead to, and an error page has to come by https.",
  fix: "leave one path, one host of the app and either component or redirect in each rule, and start the URL of an error page with https://",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    ingress: { rules: [{ component: { name: "web", preserve_path_prefix: true, rewrite: "/v1" } }] },
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    ingress: { rules: [{ component: { name: "web", rewrite: "/v1" } }] },
  },
  *check(spec) {
    for (const [i, rule] of (spec.ingress?.rules ?? []).entries()) {
      const field = `ingress.rules[${i}]`;
      yield* checkTarget(rule, field);
      yield* checkPath(rule, field);
      yield* checkAuthority(rule, spec, field);
      if (rule.redirect) yield* checkRedirect(rule.redirect, `${field}.redirect`);
    }
    const page = spec.ingress?.custom_error_page_url;
    if (page !== undefined && !page.startsWith("https://")) {
      yield error("ingress.custom_error_page_url", `is ${page}`, "write a URL that starts with https://");
    }
  },
};

function* checkTarget({ component, redirect }: IngressRule, field: string): Iterable<Finding> {
  if (!component && !redirect) yield error(field, "leads nowhere", "add component or redirect");
  if (component && redirect)
    yield error(`${field}.redirect`, "stands beside component", "leave either of them");
  if (component?.rewrite === undefined) return;
  if (component.preserve_path_prefix) {
    yield error(`${field}.component.rewrite`, "stands beside preserve_path_prefix", "leave either of them");
  }
  if (!component.rewrite.startsWith("/")) {
    yield warning(`${field}.component.rewrite`, `is ${component.rewrite}`, `write /${component.rewrite}`);
  }
}

function* checkPath({ match }: IngressRule, field: string): Iterable<Finding> {
  const path = match?.path;
  if (!path) return;
  if (path.prefix === undefined && path.exact === undefined) {
    yield warning(`${field}.match.path`, "says neither prefix nor exact, so every path matches");
  }
  if (path.prefix !== undefined && path.exact !== undefined) {
    yield error(`${field}.match.path`, "has both prefix and exact", "leave either of them");
  }
  for (const kind of ["prefix", "exact"] as const) {
    const text = path[kind] ?? "";
    if (text !== "" && !text.startsWith("/"))
      yield warning(`${field}.match.path.${kind}`, `is ${text}`, `write /${text}`);
  }
}

function* checkAuthority({ match }: IngressRule, spec: AppSpec, field: string): Iterable<Finding> {
  const { exact, prefix } = match?.authority ?? {};
  if (prefix !== undefined) {
    yield warning(
      `${field}.match.authority.prefix`,
      "may be refused, App Platform compares whole hosts",
      "write exact",
    );
  }
  if (exact === undefined || exact === "" || exact.includes("${")) return;
  if (exact.includes("*")) {
    yield error(
      `${field}.match.authority.exact`,
      `is ${exact}, and no wildcard is allowed`,
      "write one rule per host",
    );
  } else if (!exact.endsWith(".ondigitalocean.app") && !isOwnHost(exact, spec)) {
    yield warning(
      `${field}.match.authority.exact`,
      `is ${exact}, which is none of the app's domains`,
      "add it to domains",
    );
  }
}

function isOwnHost(host: string, spec: AppSpec): boolean {
  const wanted = host.toLowerCase();
  return (spec.domains ?? []).some(({ domain, wildcard }) => {
    const own = domain.toLowerCase().replace(/\.$/, "");
    return own === wanted || (wildcard === true && wanted.endsWith(`.${own}`));
  });
}

function* checkRedirect(redirect: IngressRedirect, field: string): Iterable<Finding> {
  const { uri, authority, port, scheme, redirect_code: code } = redirect;
  if (uri === undefined && authority === undefined && port === undefined && scheme === undefined) {
    yield warning(field, "leads back to the same address", "add uri or authority");
  }
  if (code !== undefined && !redirectCodes.includes(code)) {
    yield error(`${field}.redirect_code`, `is ${code}`, `write one of ${redirectCodes.join(", ")}`);
  }
}
