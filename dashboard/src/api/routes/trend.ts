import { z } from "zod";
import type { Db } from "../../database/database.ts";
import type { Api, ApiParts } from "../parts.ts";
import { badInput, notFound } from "../problem.ts";
import { nameTrendFile, writeTrendCsv } from "../reading/trend-csv.ts";
import { readTrend } from "../reading/trend.ts";
import { idParams } from "../shapes/common.ts";
import { trendQuery, trendShape, type Trend } from "../shapes/measuring.ts";

const DEFAULT_RANGE_MS = 30 * 24 * 60 * 60 * 1000;
const tags = ["Measuring"];
const config = { role: "viewer" } as const;

/** A page's metrics over time, for charts and for spreadsheets. */
export function addTrendRoutes(api: Api, { db }: ApiParts): void {
  api.get(
    "/pages/:id/trend",
    {
      config,
      schema: {
        tags,
        summary: "All metrics of a page and profile over time; 30 days if nothing else is said",
        params: idParams,
        querystring: trendQuery,
        response: { 200: trendShape },
      },
    },
    ({ params, query }) => findTrend(db, params.id, query),
  );
  api.get(
    "/pages/:id/trend.csv",
    {
      config,
      schema: {
        tags,
        summary: "The same as a table: one row a measurement, the median of every metric",
        params: idParams,
        querystring: trendQuery,
        response: { 200: { description: "CSV", content: { "text/csv": { schema: z.string() } } } },
      },
    },
    async ({ params, query }, reply) => {
      const trend = await findTrend(db, params.id, query);
      return reply
        .header("content-disposition", `attachment; filename="${nameTrendFile(trend)}"`)
        .type("text/csv; charset=utf-8")
        .send(writeTrendCsv(trend));
    },
  );
}

async function findTrend(db: Db, pageId: string, query: z.output<typeof trendQuery>): Promise<Trend> {
  const to = query.to === undefined ? new Date() : new Date(query.to);
  const from = query.from === undefined ? new Date(to.getTime() - DEFAULT_RANGE_MS) : new Date(query.from);
  if (from > to) throw badInput("from", "The period must begin before it ends.");
  const trend = await readTrend(db, { pageId, profile: query.profile, from, to });
  if (trend === null) throw notFound("page");
  return trend;
}
