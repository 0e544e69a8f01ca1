import { flag, list, part, requiredText, section, text } from "./field.ts";

const papertrail = section({ endpoint: text("`syslog+tls://host:port`.") });
const datadog = section({
  endpoint: text("URL of the intake."),
  api_key: text("Key of the account."),
});
const logtail = section({ token: text("Token of the source.") });
const openSearch = section({
  endpoint: text("`https://host:port`; not together with a cluster."),
  basic_auth: part(
    "Who writes.",
    section({ user: text("User.", { default: "doadmin" }), password: text("Password.") }),
  ),
  index_name: text("Index that is written to.", { default: "logs" }),
  cluster_name: text("Managed cluster; not together with an endpoint."),
});
const header = section({ key: requiredText("Name."), value: text("Value.") });

export const logDestination = section({
  name: requiredText("Name of the destination.", {
    pattern: [
      /^[A-Za-z0-9()[\]'"][-A-Za-z0-9_. /()[\]]{0,40}[A-Za-z0-9()[\]'"]$/,
      "2 to 42 letters, digits, spaces, dots, dashes, underscores, slashes and brackets",
    ],
  }),
  papertrail: part("Papertrail.", papertrail),
  datadog: part("Datadog.", datadog),
  logtail: part("Better Stack, once Logtail.", logtail),
  open_search: part("OpenSearch.", openSearch),
  endpoint: text("URL of any other receiver."),
  tls_insecure: flag("Skips the check of the receiver's certificate.", { default: false }),
  headers: list("Headers sent to the receiver.", header),
});
