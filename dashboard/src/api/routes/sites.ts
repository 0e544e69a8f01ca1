import { eq } from "drizzle-orm";
import { z } from "zod";
import { writeAudit } from "../../access/audit.ts";
import type { SecretBox } from "../../access/secret-box.ts";
import { announce } from "../../database/changes.ts";
import type { Db } from "../../database/database.ts";
import { pages, schedules, sites } from "../../database/schema/index.ts";
import { findCronProblem } from "../../schedules/due-times.ts";
import { checkPages, labelOf } from "../checking/page-urls.ts";
import type { Api, ApiParts, Asker } from "../parts.ts";
import { ApiProblem, badInput, notFound } from "../problem.ts";
import { readSite, readSites } from "../reading/sites.ts";
import { idParams } from "../shapes/common.ts";
import { createSiteBody, siteShape, updateSiteBody, type Site } from "../shapes/sites.ts";

const tags = ["Sites"];

/** Sites and their pages. */
export function addSiteRoutes(api: Api, { db, secretBox }: ApiParts): void {
  api.get(
    "/sites",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "All sites", response: { 200: z.array(siteShape) } },
    },
    async () => [...(await readSites(db))],
  );
  api.get(
    "/sites/:id",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "One site", params: idParams, response: { 200: siteShape } },
    },
    ({ params }) => readSite(db, params.id),
  );
  api.post(
    "/sites",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Add a site with its pages",
        body: createSiteBody,
        response: { 201: siteShape },
      },
    },
    async ({ body, asker }, reply) => reply.code(201).send(await createSite(db, secretBox, body, asker)),
  );
  api.patch(
    "/sites/:id",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Change a site",
        params: idParams,
        body: updateSiteBody,
        response: { 200: siteShape },
      },
    },
    ({ params, body, asker }) => updateSite(db, secretBox, params.id, body, asker),
  );
  api.delete(
    "/sites/:id",
    {
      config: { role: "admin" },
      schema: {
        tags,
        summary: "Delete a site and all of its measurements",
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async ({ params, asker }, reply) => {
      const [gone] = await db.delete(sites).where(eq(sites.id, params.id)).returning({ name: sites.name });
      if (gone === undefined) throw notFound("site");
      await writeAudit(db, {
        userId: asker?.userId ?? null,
        action: "site.delete",
        subject: gone.name,
        details: {},
      });
      await announce(db, { kind: "site", id: params.id });
      return reply.code(204).send(null);
    },
  );
}

async function createSite(
  db: Db,
  secretBox: SecretBox | null,
  body: z.output<typeof createSiteBody>,
  asker: Asker | null,
): Promise<Site> {
  const problem = findCronProblem(body);
  if (problem !== null) throw badInput(problem.field, problem.message);
  const urls = await checkPages(
    db,
    body.pages.map(({ url }) => url),
    null,
  );
  const id = await db.transaction((tx) => insertSite(tx, secretBox, body, urls, asker));
  return readSite(db, id);
}

async function insertSite(
  tx: Db,
  secretBox: SecretBox | null,
  body: z.output<typeof createSiteBody>,
  urls: readonly string[],
  asker: Asker | null,
): Promise<string> {
  const { name, profiles, samplesPerMeasurement, cron, timeZone } = body;
  const [site] = await tx
    .insert(sites)
    .values({
      name,
      origin: new URL(urls[0] ?? "").origin,
      profiles,
      samplesPerMeasurement,
      ...sealHeaders(secretBox, body.headers),
    })
    .returning({ id: sites.id });
  if (site === undefined) throw new Error("the site was not inserted");
  const rows = body.pages.map(({ label }, position) => {
    const url = urls[position] ?? "";
    return { siteId: site.id, url, label: label === "" ? labelOf(url) : label, position };
  });
  await tx.insert(pages).values(rows).onConflictDoNothing();
  await tx.insert(schedules).values({ siteId: site.id, cron, timeZone });
  await writeAudit(tx, {
    userId: asker?.userId ?? null,
    action: "site.create",
    subject: name,
    details: {},
  });
  await announce(tx, { kind: "site", id: site.id });
  return site.id;
}

async function updateSite(
  db: Db,
  secretBox: SecretBox | null,
  id: string,
  { headers, ...change }: z.output<typeof updateSiteBody>,
  asker: Asker | null,
): Promise<Site> {
  const sealed = headers === undefined ? {} : sealHeaders(secretBox, headers);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const site = await readSite(db, id);
  if (Object.keys({ ...given, ...sealed }).length > 0)
    await db
      .update(sites)
      .set({ ...given, ...sealed })
      .where(eq(sites.id, id));
  const details = { fields: [...Object.keys(given), ...(headers === undefined ? [] : ["headers"])] };
  await writeAudit(db, { userId: asker?.userId ?? null, action: "site.update", subject: site.name, details });
  await announce(db, { kind: "site", id });
  return readSite(db, id);
}

function sealHeaders(secretBox: SecretBox | null, headers: Readonly<Record<string, string>>) {
  const headerNames = Object.keys(headers);
  if (headerNames.length === 0) return { headersEncrypted: null, headerNames };
  const wrong = headerNames.find(
    (name) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[\r\n\0]/.test(headers[name] ?? ""),
  );
  if (wrong !== undefined) throw badInput(`headers.${wrong}`, `"${wrong}" cannot be sent as a header.`);
  if (secretBox === null)
    throw new ApiProblem(
      409,
      "NO_ENCRYPTION_KEY",
      "Headers are stored encrypted, and no ENCRYPTION_KEY is set for the dashboard.",
    );
  return { headersEncrypted: secretBox.seal(JSON.stringify(headers)), headerNames };
}
