import { eq } from "drizzle-orm";
import { z } from "zod";
import { announce } from "../../database/changes.ts";
import { pages } from "../../database/schema/index.ts";
import { checkPages, labelOf } from "../checking/page-urls.ts";
import type { Api, ApiParts } from "../parts.ts";
import { badInput, notFound } from "../problem.ts";
import { describePage, readSite } from "../reading/sites.ts";
import { idParams } from "../shapes/common.ts";
import { addPageBody, pageShape, updatePageBody } from "../shapes/sites.ts";

const tags = ["Sites"];

/** The pages of a site. */
export function addPageRoutes(api: Api, { db }: ApiParts): void {
  api.post(
    "/sites/:id/pages",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Add a page",
        params: idParams,
        body: addPageBody,
        response: { 201: pageShape },
      },
    },
    async ({ params, body }, reply) => {
      const site = await readSite(db, params.id);
      const url = await checkPages(db, [body.url], site.origin);
      const label = body.label === "" ? labelOf(body.url) : body.label;
      const [page] = await db
        .insert(pages)
        .values({ siteId: site.id, url: url[0] ?? body.url, label, position: site.pages.length })
        .onConflictDoNothing()
        .returning();
      if (page === undefined) throw badInput("url", "The site has this page already.");
      await announce(db, { kind: "site", id: site.id });
      return reply.code(201).send(describePage(page));
    },
  );
  api.patch(
    "/pages/:id",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Rename or pause a page",
        params: idParams,
        body: updatePageBody,
        response: { 200: pageShape },
      },
    },
    async ({ params, body }) => {
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const one = eq(pages.id, params.id);
      const [page] =
        Object.keys(change).length === 0
          ? await db.select().from(pages).where(one)
          : await db.update(pages).set(change).where(one).returning();
      if (page === undefined) throw notFound("page");
      await announce(db, { kind: "site", id: page.siteId });
      return describePage(page);
    },
  );
  api.delete(
    "/pages/:id",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Delete a page and its measurements",
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async ({ params }, reply) => {
      const [page] = await db
        .delete(pages)
        .where(eq(pages.id, params.id))
        .returning({ siteId: pages.siteId });
      if (page === undefined) throw notFound("page");
      await announce(db, { kind: "site", id: page.siteId });
      return reply.code(204).send(null);
    },
  );
}
