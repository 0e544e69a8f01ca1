import type { Api, ApiParts } from "../parts.ts";
import { readOverview } from "../reading/overview.ts";
import { overviewShape } from "../shapes/overview.ts";

/** The first page of the console, in one request. */
export function addOverviewRoutes(api: Api, { db }: ApiParts): void {
  api.get(
    "/overview",
    {
      config: { role: "viewer" },
      schema: { tags: ["Overview"], summary: "How all sites stand now", response: { 200: overviewShape } },
    },
    () => readOverview(db),
  );
}
