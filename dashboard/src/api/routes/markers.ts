import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import { createId } from "../../base/id.ts";
import { announce } from "../../database/changes.ts";
import type { Db } from "../../database/database.ts";
import { markers, sites } from "../../database/schema/sites.ts";
import type { Api, ApiParts } from "../parts.ts";
import { notFound } from "../problem.ts";
import { idParams } from "../shapes/common.ts";
import { createMarkerBody, markerShape } from "../shapes/sites.ts";

const tags = ["Sites"];

/** Lines on the charts of a site. */
export function addMarkerRoutes(api: Api, parts: ApiParts): void {
  addListing(api, parts);
  addCreating(api, parts);
  addDeleting(api, parts);
}

function addListing(api: Api, { db }: ApiParts): void {
  api.get(
    "/sites/:id/markers",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary: "List a site's markers, newest first",
        params: idParams,
        response: { 200: z.array(markerShape) },
      },
    },
    async ({ params: { id } }) => {
      await requireSite(db, id);
      const rows = await db.select().from(markers).where(eq(markers.siteId, id)).orderBy(desc(markers.at));
      return rows.map(toShape);
    },
  );
}

function addCreating(api: Api, { db }: ApiParts): void {
  api.post(
    "/sites/:id/markers",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Mark a deployment or note something; now, unless `at` says when",
        params: idParams,
        body: createMarkerBody,
        response: { 201: markerShape },
      },
    },
    async ({ params: { id: siteId }, body: { kind, label, at } }, reply) => {
      await requireSite(db, siteId);
      const marker = {
        id: createId(),
        siteId,
        kind,
        label,
        at: at === undefined ? new Date() : new Date(at),
      };
      await db.transaction(async (tx) => {
        await tx.insert(markers).values(marker);
        await announce(tx, { kind: "site", id: siteId });
      });
      return reply.code(201).send(toShape(marker));
    },
  );
}

function addDeleting(api: Api, { db }: ApiParts): void {
  api.delete(
    "/markers/:id",
    {
      config: { role: "editor" },
      schema: { tags, summary: "Delete a marker", params: idParams, response: { 204: z.null() } },
    },
    async ({ params: { id } }, reply) => {
      await db.transaction(async (tx) => {
        const [gone] = await tx.delete(markers).where(eq(markers.id, id)).returning();
        if (gone === undefined) throw notFound("marker");
        await announce(tx, { kind: "site", id: gone.siteId });
      });
      return reply.code(204).send(null);
    },
  );
}

async function requireSite(db: Db, id: string): Promise<void> {
  const [site] = await db.select({ id: sites.id }).from(sites).where(eq(sites.id, id));
  if (site === undefined) throw notFound("site");
}

function toShape({ id, kind, label, at }: Omit<typeof markers.$inferSelect, "createdAt">) {
  return { id, kind, label, at: at.toISOString() };
}
