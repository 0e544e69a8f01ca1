import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { unpackJson } from "../../base/json-blob.ts";
import type { Db } from "../../database/database.ts";
import { reports } from "../../database/schema/index.ts";
import type { SampleDetails } from "../../papers/sample.ts";

/** `SampleDetails.largestResources` ends here: a list that is shorter is a whole one. */
export const MOST_LISTED = 20;

/** What a sample requested. */
export interface RequestList {
  readonly requests: readonly { readonly url: string; readonly transferBytes: number }[];
  /** False: only the largest ones are in it. */
  readonly isWhole: boolean;
}

/** The one table of a Lighthouse result that is read here. */
const reportShape = z.object({
  audits: z.object({
    "network-requests": z.object({
      details: z.object({
        items: z.array(z.object({ url: z.string(), transferSize: z.number().default(0) })),
      }),
    }),
  }),
});

/** From the sample's details, or from its whole report where those have only the largest; null: they are not kept. */
export async function readRequestList(db: Db, sampleId: string | null): Promise<RequestList | null> {
  const details =
    sampleId === null ? null : ((await readDocument(db, sampleId, "details")) as SampleDetails | null);
  if (sampleId === null || details === null) return null;
  const { largestResources } = details;
  if (largestResources.length < MOST_LISTED) return { requests: largestResources, isWhole: true };
  const report = reportShape.safeParse(await readDocument(db, sampleId, "lighthouse"));
  if (!report.success) return { requests: largestResources, isWhole: false };
  const { items } = report.data.audits["network-requests"].details;
  return {
    requests: items.map(({ url, transferSize }) => ({ url, transferBytes: transferSize })),
    isWhole: true,
  };
}

async function readDocument(db: Db, sampleId: string, kind: "details" | "lighthouse"): Promise<unknown> {
  const [stored] = await db
    .select({ body: reports.body })
    .from(reports)
    .where(and(eq(reports.sampleId, sampleId), eq(reports.kind, kind)));
  return stored === undefined ? null : unpackJson(stored.body);
}
