import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { announce } from "../../database/changes.ts";
import { schedules, sites, ticks } from "../../database/schema/index.ts";
import { findCronProblem } from "../../schedules/due-times.ts";
import type { Api, ApiParts } from "../parts.ts";
import { badInput, notFound } from "../problem.ts";
import { describeSchedule } from "../reading/sites.ts";
import { idParams, idShape } from "../shapes/common.ts";
import { scheduleShape, tickShape, updateScheduleBody } from "../shapes/sites.ts";

const TICKS_SHOWN = 100;
const tags = ["Schedules"];

/** When sites are measured, and what came of it. */
export function addScheduleRoutes(api: Api, { db }: ApiParts): void {
  api.get(
    "/schedules",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "The schedule of every site", response: { 200: z.array(scheduleShape) } },
    },
    async () =>
      (await db.select().from(schedules)).map((row) => ({ siteId: row.siteId, ...describeSchedule(row) })),
  );
  api.put(
    "/sites/:id/schedule",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Set a site's schedule",
        params: idParams,
        body: updateScheduleBody,
        response: { 200: scheduleShape },
      },
    },
    async ({ params, body }) => {
      const problem = findCronProblem(body);
      if (problem !== null) throw badInput(problem.field, problem.message);
      // What was due under the old times is not caught up under the new ones.
      const [row] = await db
        .update(schedules)
        .set({ ...body, watchedFrom: new Date() })
        .where(eq(schedules.siteId, params.id))
        .returning();
      if (row === undefined) throw notFound("site");
      await announce(db, { kind: "site", id: params.id });
      return { siteId: row.siteId, ...describeSchedule(row) };
    },
  );
  api.get(
    "/ticks",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary: "The newest due times and what came of them",
        querystring: z.object({ siteId: idShape.optional() }),
        response: { 200: z.array(tickShape) },
      },
    },
    async ({ query }) => {
      const rows = await db
        .select({ tick: ticks, site: { id: sites.id, name: sites.name } })
        .from(ticks)
        .innerJoin(schedules, eq(schedules.id, ticks.scheduleId))
        .innerJoin(sites, eq(sites.id, schedules.siteId))
        .where(query.siteId === undefined ? undefined : eq(sites.id, query.siteId))
        .orderBy(desc(ticks.dueAt))
        .limit(TICKS_SHOWN);
      return rows.map(({ tick: { id, dueAt, outcome, late, note, batchId }, site }) => ({
        id,
        site,
        dueAt: dueAt.toISOString(),
        outcome,
        late,
        note,
        batchId,
      }));
    },
  );
}
