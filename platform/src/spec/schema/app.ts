import { alertsField } from "./component-fields.ts";
import { database } from "./database.ts";
import { domain } from "./domain.ts";
import { envVariable } from "./env.ts";
import { accepted, choice, flag, list, part, refused, section, text, texts } from "./field.ts";
import { functionComponent } from "./function.ts";
import { ingress } from "./ingress.ts";
import { job } from "./job.ts";
import { name } from "./name.ts";
import { service } from "./service.ts";
import { staticSite } from "./static-site.ts";
import { worker } from "./worker.ts";

const edgeReason = "there is no edge network in front of this machine";

const egress = section({
  type: choice("DEDICATED_IP gives the app addresses of its own.", ["AUTOASSIGN", "DEDICATED_IP"], {
    default: "AUTOASSIGN",
  }),
});

const maintenance = section({
  enabled: flag("Answers every request with a maintenance page.", { default: false }),
  archive: flag("Stops the app and keeps its settings.", { default: false }),
  offline_page_url: text("Page or picture that is shown meanwhile."),
});

const vpc = section({ id: text("Id of the network.") });

/** The whole spec; every other schema hangs below it. */
export const app = section({
  name: name("Name of the app, and of its own host."),
  region: text("Where the app runs.", { support: accepted("the app runs on this machine") }),
  services: list("Components that answer requests.", service),
  static_sites: list("Components that are files.", staticSite),
  workers: list("Components that run without being asked.", worker),
  jobs: list("Components that run and end.", job),
  functions: list("Serverless components.", functionComponent, {
    support: refused("Ashore does not run functions yet"),
  }),
  databases: list("Databases and caches that components bind to.", database),
  domains: list("Host names of the app.", domain, { max: 500 }),
  ingress: part("Which requests go to which component.", ingress),
  envs: list("Environment variables of every component.", envVariable),
  alerts: alertsField.alerts,
  features: texts("Switches of the platform.", { support: accepted("Ashore has no such switches") }),
  egress: part("Addresses that outgoing connections come from.", egress, {
    support: accepted("connections leave from this machine's address"),
  }),
  maintenance: part("Takes the app off the air.", maintenance, {
    support: accepted("the app keeps running"),
  }),
  vpc: part("Private network the app joins.", vpc, {
    support: accepted("the app has a network of its own on this machine"),
  }),
  disable_edge_cache: flag("Switches the cache of the edge off.", {
    default: false,
    support: accepted(edgeReason),
  }),
  disable_email_obfuscation: flag("Leaves e-mail addresses in pages as they are.", {
    default: false,
    support: accepted(edgeReason),
  }),
  enhanced_threat_control_enabled: flag("Challenges suspicious clients.", {
    default: false,
    support: accepted(edgeReason),
  }),
});
