import type { Api, ApiParts } from "./parts.ts";
import { addAllowedHostRoutes } from "./routes/allowed-hosts.ts";
import { addAnomalyRoutes } from "./routes/anomalies.ts";
import { addAuditRoutes } from "./routes/audit.ts";
import { addBatchRoutes } from "./routes/batches.ts";
import { addBudgetRoutes } from "./routes/budgets.ts";
import { addChannelRoutes } from "./routes/channels.ts";
import { addComparisonRoutes } from "./routes/comparison.ts";
import { addDiscoverRoutes } from "./routes/discover.ts";
import { addEventRoutes } from "./routes/events.ts";
import { addMarkerRoutes } from "./routes/markers.ts";
import { addMeasurementRoutes } from "./routes/measurements.ts";
import { addOverviewRoutes } from "./routes/overview.ts";
import { addPageRoutes } from "./routes/pages.ts";
import { addPeopleRoutes } from "./routes/people.ts";
import { addQueueRoutes } from "./routes/queue.ts";
import { addScheduleRoutes } from "./routes/schedules.ts";
import { addSessionRoutes } from "./routes/session.ts";
import { addSettingsRoutes } from "./routes/settings.ts";
import { addSiteRoutes } from "./routes/sites.ts";
import { addTokenRoutes } from "./routes/tokens.ts";
import { addTrendRoutes } from "./routes/trend.ts";

/** Every resource of the API, one file each in `routes/`. */
export const resources: readonly ((api: Api, parts: ApiParts) => void)[] = [
  addSessionRoutes,
  addPeopleRoutes,
  addTokenRoutes,
  addAuditRoutes,
  addSiteRoutes,
  addPageRoutes,
  addScheduleRoutes,
  addBatchRoutes,
  addMeasurementRoutes,
  addQueueRoutes,
  addEventRoutes,
  addChannelRoutes,
  addDiscoverRoutes,
  addAllowedHostRoutes,
  addMarkerRoutes,
  addAnomalyRoutes,
  addBudgetRoutes,
  addComparisonRoutes,
  addOverviewRoutes,
  addSettingsRoutes,
  addTrendRoutes,
];
