import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { writeAudit } from "../../access/audit.ts";
import { announce } from "../../database/changes.ts";
import type { Db } from "../../database/database.ts";
import { anomalies } from "../../database/schema/index.ts";
import { askerOf } from "../asker.ts";
import type { Api, ApiParts } from "../parts.ts";
import { ApiProblem, notFound } from "../problem.ts";
import { openAnomalyStates, readAnomalies, readAnomaly } from "../reading/anomalies.ts";
import { idParams } from "../shapes/common.ts";
import { anomalyShape, type Anomaly } from "../shapes/judging.ts";

const tags = ["Anomalies"];
const listQuery = z.object({ state: z.enum(["open", "all"]).default("open") });

/** Values that are unusually worse than those before. */
export function addAnomalyRoutes(api: Api, { db }: ApiParts): void {
  api.get(
    "/anomalies",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary:
          "List anomalies, newest first: those that are suspected or confirmed, or the newest 200 of all",
        querystring: listQuery,
        response: { 200: z.array(anomalyShape) },
      },
    },
    ({ query }) => readAnomalies(db, query.state),
  );
  api.post(
    "/anomalies/:id/dismiss",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Say that an anomaly is none, or of no interest",
        params: idParams,
        response: { 200: anomalyShape },
      },
    },
    (request) => dismiss(db, request.params.id, askerOf(request).userId),
  );
}

/** Once more does no harm: it is dismissed already. */
async function dismiss(db: Db, id: string, userId: string): Promise<Anomaly> {
  return db.transaction(async (tx) => {
    const dismissed = await tx
      .update(anomalies)
      .set({ state: "dismissed", changedAt: new Date() })
      .where(and(eq(anomalies.id, id), inArray(anomalies.state, [...openAnomalyStates])))
      .returning({ id: anomalies.id });
    const anomaly = await readAnomaly(tx, id);
    if (anomaly === null) throw notFound("anomaly");
    if (anomaly.state !== "dismissed")
      throw new ApiProblem(
        409,
        "NOT_OPEN",
        `The anomaly is ${anomaly.state} already, so there is nothing to dismiss.`,
      );
    if (dismissed.length > 0) {
      const { site, metric, sentence } = anomaly;
      await writeAudit(tx, {
        userId,
        action: "anomaly.dismissed",
        subject: site.name,
        details: { metric, sentence },
      });
      await announce(tx, { kind: "anomaly", id });
    }
    return anomaly;
  });
}
