import { accepted, choice, flag, integer, list, part, requiredText, section, text } from "./field.ts";
import { corsPolicy } from "./routing.ts";

const pathMatch = section({
  prefix: text("Path or anything below it.", { max: 256, emptyMatters: true }),
  exact: text("This path only.", { max: 256, emptyMatters: true }),
});
const authorityMatch = section({
  exact: text("Host name; empty for any. `${STARTER_DOMAIN}` is the app's own one.", {
    max: 256,
    emptyMatters: true,
  }),
  prefix: text("How the host name starts.", { max: 256, emptyMatters: true }),
});

export const ingressMatch = section({
  path: part("Path of the request; exactly one kind of match.", pathMatch),
  authority: part("Host of the request.", authorityMatch),
});

const ingressComponent = section({
  name: requiredText("Service, static site or function that answers."),
  preserve_path_prefix: flag("Passes the path on as it is instead of cutting the matched prefix off.", {
    default: false,
  }),
  rewrite: text("What replaces the matched prefix; not together with preserve_path_prefix."),
});

export const ingressRedirect = section({
  uri: text("Path and query of the new location.", { default: "those of the request" }),
  authority: text("Host of the new location.", { default: "that of the request" }),
  port: integer("Port of the new location.", { min: 1, max: 65535 }),
  scheme: choice("Scheme of the new location.", ["http", "https"], { default: "https" }),
  redirect_code: integer("Status: 300, 301, 302, 303, 304, 307 or 308.", { default: 302 }),
});

export const ingressRule = section({
  match: part("Which requests it takes.", ingressMatch),
  component: part("Which component answers; not together with redirect.", ingressComponent),
  redirect: part("Where the client is sent instead.", ingressRedirect),
  cors: part("CORS policy of what it takes.", corsPolicy),
});

const balancerReason = "the router of this machine is used";

const secureHeader = section({
  key: text("Name of the header."),
  value: text("Its value."),
  remove_header: flag("Takes the header off again.", { default: false }),
});

export const ingress = section({
  rules: list("Which requests go where; the most specific match wins.", ingressRule),
  load_balancer: choice("Load balancer in front.", ["UNKNOWN", "DIGITALOCEAN"], {
    support: accepted(balancerReason),
  }),
  load_balancer_size: integer("Its size.", { support: accepted(balancerReason) }),
  secure_header: part("Header that proves where a request came from.", secureHeader, {
    support: accepted("no such header is sent or asked for"),
  }),
  custom_error_page_url: text("Page shown when the app cannot be reached.", {
    unknownToDoctl: true,
    support: accepted("the router's own page is shown"),
  }),
});
