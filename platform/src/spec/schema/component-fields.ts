import { alert } from "./alert.ts";
import { accepted, list, part } from "./field.ts";
import { logDestination } from "./log-destination.ts";
import { corsPolicy, route } from "./routing.ts";

const alertsReason = "alerts are not sent yet";

export const alertsField = {
  alerts: list("What to warn about.", alert, { support: accepted(alertsReason) }),
};

export const watchFields = {
  ...alertsField,
  log_destinations: list("Where the component's logs are sent as well.", logDestination, {
    support: accepted("logs stay on this machine"),
  }),
};

/** The form before `ingress`; completed into ingress rules. */
export const oldRoutingFields = {
  routes: list("Paths that lead to the component.", route, { deprecated: "write ingress.rules instead" }),
  cors: part("CORS policy of these paths.", corsPolicy, {
    deprecated: "write it into ingress.rules instead",
  }),
};
